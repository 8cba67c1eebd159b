using System.Buffers;

namespace HmacKit.Cli;

/// <summary>Files that the user names; <c>-</c> is standard input.</summary>
internal static class InputFile
{
    /// <summary>What stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <exception cref="CommandException">It can't be opened.</exception>
    public static Stream Open(string path, Terminal terminal)
    {
        if (path == StandardInput)
        {
            return terminal.OpenInput();
        }

        try
        {
            if (Directory.Exists(path))
            {
                throw new CommandException($"{OneLine.Quote(path)} is a directory.");
            }

            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException($"there is no file {OneLine.Quote(path)}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandException($"can't read {OneLine.Quote(path)}: {exception.Message}");
        }
    }

    /// <summary>All bytes of a file that has at most <paramref name="maxBytes"/>.</summary>
    /// <param name="path">The path, or <c>-</c>.</param>
    /// <param name="maxBytes">The limit.</param>
    /// <param name="name">What the file is, for the message.</param>
    /// <param name="terminal">Has standard input.</param>
    /// <exception cref="CommandException">It can't be read or is larger.</exception>
    public static byte[] ReadAll(string path, int maxBytes, string name, Terminal terminal)
    {
        using Stream stream = Open(path, terminal);
        var bytes = new ArrayBufferWriter<byte>();
        new ByteSource(stream).ReadUpTo(maxBytes + 1L, bytes);
        return bytes.WrittenCount <= maxBytes
            ? bytes.WrittenSpan.ToArray()
            : throw new CommandException($"{name} is over {maxBytes} bytes.");
    }
}
