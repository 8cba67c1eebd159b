using System.CommandLine;
using System.Globalization;
using System.Text;

namespace HmacKit.Cli;

/// <summary><c>hmackit audit verify</c>: whether the lines of an audit trail follow each other.</summary>
internal static class AuditCommand
{
    private const int MaxLine = 64 * 1024;

    public static Command Create(Terminal terminal)
    {
        Argument<string?> file = CliOption.Argument("FILE", "The lines of the trail in their order; standard input if it is left out, or is '-'");
        Option<string?> key = CliOption.Text("--key-file", "FILE", "The file with the key of the chain, as base64");
        Option<string?> last = CliOption.Text("--last", "NUMBER:HASH", "A line that must be there, as an earlier run has named it: shows if lines were taken off the end");
        var verify = new Command("verify", "Checks an audit trail: whether a line was changed, taken out, put in or moved") { file, key, last };
        verify.SetAction(result => Verify(terminal, result.GetValue(file), result.GetValue(key), result.GetValue(last)));
        return new Command("audit", "Audit trails") { verify };
    }

    private static int Verify(Terminal terminal, string? file, string? keyFile, string? last)
    {
        var chain = new AuditChain(ReadKey(keyFile));
        bool isSeen = last is null;
        using Stream input = file is null or "-" ? terminal.OpenInput() : Open(file);
        using var reader = new StreamReader(input, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            if ((line.Length > MaxLine ? "a line is too long" : chain.Check(line)) is { } fault)
            {
                terminal.Output.Write($"not intact: {fault}. {chain.Count} line(s) before that are.\n");
                return ExitCode.Rejected;
            }

            isSeen |= last == string.Create(CultureInfo.InvariantCulture, $"{chain.LastNumber}:{chain.LastHash}");
        }

        if (!isSeen)
        {
            terminal.Output.Write($"not intact: the line {OneLine.Quote(last!)} isn't there. {chain.Count} line(s) follow each other.\n");
            return ExitCode.Rejected;
        }

        terminal.Output.Write(chain.Count == 0
            ? "no lines\n"
            : string.Create(CultureInfo.InvariantCulture, $"intact: {chain.Count} line(s), {chain.FirstNumber} to {chain.LastNumber}. Write this down elsewhere: {chain.LastNumber}:{chain.LastHash}\n"));
        return ExitCode.Done;
    }

    private static byte[] ReadKey(string? file)
    {
        if (file is null)
        {
            return [];
        }

        try
        {
            return Convert.FromBase64String(File.ReadAllText(file).Trim());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CommandException($"--key-file: {exception.Message}");
        }
    }

    private static FileStream Open(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(exception.Message);
        }
    }
}
