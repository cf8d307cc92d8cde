using System.Runtime.InteropServices;

namespace Pitwall.Sessions.Transcripts;

/// <summary>Identity, size and time of a file. .NET does not show inodes, so Linux is asked by <c>statx(2)</c>, whose
/// structure is the same on every architecture; elsewhere device and inode are 0 and identity rests on path and content.</summary>
public readonly partial record struct FileStat(long Device, long Inode, long Size, long ModifiedNs)
{
    private const int AtCurrentDirectory = -100;
    private const uint BasicStats = 0x7ff;
    private const int RegularFile = 0x8000;

    /// <summary>Stats a regular file, following links; null where there is none or it may not be read.</summary>
    public static FileStat? Of(string path) => OperatingSystem.IsLinux() ? OfLinux(path) : OfAnywhere(path);

    private static FileStat? OfLinux(string path)
    {
        Span<byte> buffer = stackalloc byte[256];
        unsafe
        {
            fixed (byte* p = buffer)
            {
                if (Statx(AtCurrentDirectory, path, 0, BasicStats, p) != 0) return null;
            }
        }
        var mode = MemoryMarshal.Read<ushort>(buffer[28..]);
        if ((mode & 0xf000) != RegularFile) return null;
        return new FileStat(
            Device: (long)MemoryMarshal.Read<uint>(buffer[136..]) << 32 | MemoryMarshal.Read<uint>(buffer[140..]),
            Inode: MemoryMarshal.Read<long>(buffer[32..]),
            Size: MemoryMarshal.Read<long>(buffer[40..]),
            ModifiedNs: MemoryMarshal.Read<long>(buffer[112..]) * 1_000_000_000 + MemoryMarshal.Read<uint>(buffer[120..]));
    }

    private static FileStat? OfAnywhere(string path)
    {
        var info = new FileInfo(path);
        if (!info.Exists) return null;
        var ns = (info.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * 100;
        return new FileStat(0, 0, info.Length, ns);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int directory, string path, int flags, uint mask, byte* buffer);
}
