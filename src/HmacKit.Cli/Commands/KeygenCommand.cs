using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;

namespace HmacKit.Cli;

/// <summary><c>hmackit keygen</c>: a new random secret.</summary>
internal static class KeygenCommand
{
    private const int MaxBytes = 1024;

    private enum Format
    {
        Hex,
        Base64,
        Base64Url,
    }

    public static Command Create(Terminal terminal)
    {
        Option<int> bytes = CliOption.Number(
            "--bytes", HmacKey.RecommendedSecretBytes, HmacKey.MinSecretBytes, MaxBytes, "How many random bytes the secret has");
        Option<Format> format = CliOption.Choice(
            "--format", "How it is written (default hex)", ("hex", Format.Hex), ("base64", Format.Base64), ("base64url", Format.Base64Url));
        var command = new Command("keygen", "Prints a new random secret.") { bytes, format };
        command.SetAction(result => Run(result.GetValue(bytes), result.GetValue(format), terminal.Output));
        return command;
    }

    private static int Run(int size, Format format, OutputBuffer output)
    {
        byte[] secret = RandomNumberGenerator.GetBytes(size);
        output.WriteLine(format switch
        {
            Format.Hex => Convert.ToHexStringLower(secret),
            Format.Base64 => Convert.ToBase64String(secret),
            _ => Base64Url.EncodeToString(secret),
        });
        CryptographicOperations.ZeroMemory(secret);
        return ExitCode.Done;
    }
}
