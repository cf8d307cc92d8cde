using System.Runtime.InteropServices;

namespace Pitwall.Sessions.Transcripts;

/// <summary>
/// Unpacks zstd files with the system's libzstd (.NET 10 has no decoder of its own). Old Codex rollouts are packed so.
/// </summary>
internal static unsafe partial class ZstdFile
{
    private const string Library = "libzstd.so.1";
    private const long Longest = 4L << 30;

    /// <summary>Unpacks into the temporary folder and gives the path; a copy of the same version is used again.</summary>
    public static string Unpack(TranscriptFile file)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"pitwall-{Environment.UserName}-unpacked"));
        if (!OperatingSystem.IsWindows()) folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var target = Path.Combine(folder.FullName, $"{file.Inode}-{file.Size}-{file.ModifiedNs}.jsonl");
        if (File.Exists(target)) return target;
        var partial = $"{target}.{Environment.ProcessId}";
        try
        {
            using (var from = File.OpenRead(file.Path))
            using (var to = File.Create(partial))
                Copy(from, to, file.Path);
            File.Move(partial, target, overwrite: true);
            return target;
        }
        catch (DllNotFoundException e)
        {
            throw new IOException($"{file.Path} is packed with zstd and the system library libzstd is missing; install libzstd1 to read it.", e);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static void Copy(Stream from, Stream to, string name)
    {
        var context = CreateStream();
        try
        {
            byte[] input = new byte[128 * 1024], output = new byte[128 * 1024];
            nuint state = 0;
            int read;
            while ((read = from.Read(input)) > 0)
            {
                nuint taken = 0;
                while (taken < (nuint)read)
                {
                    nuint made;
                    fixed (byte* i = input, o = output)
                    {
                        var source = new Buffer { Data = i, Size = (nuint)read, Position = taken };
                        var target = new Buffer { Data = o, Size = (nuint)output.Length };
                        state = Decompress(context, &target, &source);
                        if (IsError(state) != 0) throw new IOException($"{name} is not a whole zstd file.");
                        (taken, made) = (source.Position, target.Position);
                    }
                    to.Write(output, 0, (int)made);
                    if (to.Length > Longest) throw new IOException($"{name} unpacks to more than 4 GiB.");
                }
            }
            if (state != 0) throw new IOException($"{name} ends in the middle.");
        }
        finally
        {
            _ = FreeStream(context);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        public byte* Data;
        public nuint Size;
        public nuint Position;
    }

    [LibraryImport(Library, EntryPoint = "ZSTD_createDStream")]
    private static partial nint CreateStream();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDStream")]
    private static partial nuint FreeStream(nint context);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressStream")]
    private static partial nuint Decompress(nint context, Buffer* output, Buffer* input);

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint code);
}
