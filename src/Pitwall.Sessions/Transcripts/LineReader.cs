using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Pitwall.Sessions.Transcripts;

/// <summary>
/// Reads the lines of a file from an offset, in one pooled buffer that grows to the longest line. The last piece
/// without a newline is given too, marked as <see cref="IsTail"/>: only the caller can tell whether it is whole.
/// </summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>A longer line is skipped and counted: no agent writes one, and a hostile file must not fill the memory.</summary>
    public const int LongestLine = 64 * 1024 * 1024;

    private const int FirstBuffer = 1 << 20;
    private readonly SafeFileHandle _file;
    private readonly long _end;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _start;
    private int _filled;
    private int _searched;
    private long _readAt;
    private bool _skippingLong;

    /// <summary>Opens the file for shared reading.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="offset">Byte to begin at: the start of a line.</param>
    /// <param name="end">Size of the file as the caller saw it; later bytes are left for the next time.</param>
    public LineReader(string path, long offset, long end)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _readAt = offset;
        _end = end;
        LineStart = NextStart = offset;
    }

    /// <summary>Offset of the current line.</summary>
    public long LineStart { get; private set; }

    /// <summary>Offset behind the current line and its newline.</summary>
    public long NextStart { get; private set; }

    /// <summary>True when the current line ended with the file, not with a newline.</summary>
    public bool IsTail { get; private set; }

    /// <summary>Lines longer than <see cref="LongestLine"/> that were passed over.</summary>
    public int TooLong { get; private set; }

    /// <summary>Bytes read from the file.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Reads up to <paramref name="into"/>.Length bytes from the beginning of the file, for its fingerprint.</summary>
    public int ReadHead(Span<byte> into) => RandomAccess.Read(_file, into, 0);

    /// <summary>Gives the next line without its newline; the span is valid until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var at = _buffer.AsSpan(_start + _searched, _filled - _start - _searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var length = _searched + at;
                line = _buffer.AsSpan(_start, length);
                Step(length + 1);
                if (Passed(false)) continue;
                return true;
            }
            _searched = _filled - _start;
            if (_searched > LongestLine) DropLongPiece();
            if (Fill()) continue;
            line = _buffer.AsSpan(_start, _searched);
            if (_searched == 0 && !_skippingLong) return false;
            Step(_searched);
            IsTail = true;
            return !Passed(true);
        }
    }

    private void Step(int advance)
    {
        LineStart = NextStart;
        NextStart += advance;
        _start += advance;
        _searched = 0;
    }

    /// <summary>True where the line just found is the rest of one that was too long.</summary>
    private bool Passed(bool tail)
    {
        if (!_skippingLong) return false;
        if (!tail) { _skippingLong = false; TooLong++; }
        return true;
    }

    private void DropLongPiece()
    {
        NextStart += _searched;
        _start = _filled = _searched = 0;
        _skippingLong = true;
    }

    private bool Fill()
    {
        if (_readAt >= _end) return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
            _filled -= _start;
            _start = 0;
        }
        if (_filled == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _filled).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        var room = (int)Math.Min(_buffer.Length - _filled, _end - _readAt);
        var read = RandomAccess.Read(_file, _buffer.AsSpan(_filled, room), _readAt);
        if (read == 0) return false; // truncated while we read
        _filled += read;
        _readAt += read;
        BytesRead += read;
        return true;
    }

    /// <summary>Closes the file and gives the buffer back.</summary>
    public void Dispose()
    {
        _file.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
