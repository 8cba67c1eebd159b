using Microsoft.Win32.SafeHandles;

namespace HmacKit.Cli;

/// <summary>Standard output as a stream that notices when nobody reads it any longer.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>
    /// Opens it. The console's own stream ignores a closed pipe, so <c>hmackit verify --batch huge.jsonl | head -1</c>
    /// would go on to the last line; a stream on the pipe itself says it.
    /// </summary>
    public static Stream Open()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            var pipe = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!pipe.CanSeek)
            {
                return pipe;
            }

            // A file: this stream would write by position, past whatever else shares the descriptor.
            pipe.Dispose();
        }

        return Console.OpenStandardOutput();
    }
}
