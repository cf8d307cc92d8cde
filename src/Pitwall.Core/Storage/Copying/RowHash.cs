using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pitwall.Core.Storage;

/// <summary>
/// Counts and checks the rows of a table, whatever their order and whichever database they come from: the SHA-256 of each
/// row in one canonical form, summed. A lost, doubled or changed row changes the sum.
/// </summary>
internal sealed class RowHash
{
    private readonly ulong[] _sum = new ulong[4];
    private byte[] _row = new byte[4096];
    private int _length;

    /// <summary>Rows added so far.</summary>
    public long Rows { get; private set; }

    /// <summary>The sum in hexadecimal.</summary>
    public string Checksum => string.Concat(_sum.Select(part => part.ToString("x16")));

    /// <summary>Adds a row; values as <see cref="CopyTable.Read"/> gives them.</summary>
    public void Add(object?[] row)
    {
        _length = 0;
        foreach (var value in row)
            Append(value);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_row.AsSpan(0, _length), hash);
        for (var i = 0; i < _sum.Length; i++)
            _sum[i] += BinaryPrimitives.ReadUInt64LittleEndian(hash[(i * 8)..]);
        Rows++;
    }

    // Each value begins with its type, and what varies in length with its length, so that no two rows look the same.
    private void Append(object? value)
    {
        switch (value)
        {
            case null:
                Take(1)[0] = 0;
                break;
            case long number:
                Fixed(1, number);
                break;
            case double number:
                Fixed(2, BitConverter.DoubleToInt64Bits(number));
                break;
            case bool flag:
                Fixed(3, flag ? 1 : 0);
                break;
            case string text:
                var length = Encoding.UTF8.GetByteCount(text);
                Fixed(4, length);
                Encoding.UTF8.GetBytes(text, Take(length));
                break;
            case byte[] bytes:
                Fixed(5, bytes.Length);
                bytes.CopyTo(Take(bytes.Length));
                break;
            default:
                throw new ArgumentException($"no canonical form for {value.GetType().Name}", nameof(value));
        }
    }

    private void Fixed(byte type, long value)
    {
        var place = Take(9);
        place[0] = type;
        BinaryPrimitives.WriteInt64LittleEndian(place[1..], value);
    }

    private Span<byte> Take(int count)
    {
        if (_length + count > _row.Length)
            Array.Resize(ref _row, Math.Max(_row.Length * 2, _length + count));
        _length += count;
        return _row.AsSpan(_length - count, count);
    }
}
