using System.CommandLine;
using System.Text;

namespace HmacKit.Cli;

/// <summary>The options that say what the secret is: exactly one of three, and how it is written.</summary>
internal sealed class SecretOptions
{
    private const int MaxFileBytes = 64 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Option<string?> _text = CliOption.Text("--secret", "S", "The secret. Others on this machine can see it in the list of processes");
    private readonly Option<string?> _variable = CliOption.Text("--secret-env", "V", "The environment variable that holds the secret");
    private readonly Option<string?> _file = CliOption.Text("--secret-file", "F", "The file that holds the secret; one line break at its end isn't part of it");
    private readonly Option<KeyFormat?> _format = CliOption.Choice<KeyFormat?>(
        "--secret-format",
        "How the secret is written, if not as the scheme says",
        ("text", KeyFormat.Text),
        ("hex", KeyFormat.Hex),
        ("base64", KeyFormat.Base64),
        ("base64url", KeyFormat.Base64Url));

    public IEnumerable<Option> All => [_text, _variable, _file, _format];

    /// <summary>Imports the secret, and warns of a short one.</summary>
    /// <exception cref="CommandException">There isn't exactly one, or it isn't of its format.</exception>
    public HmacKey Read(ParseResult result, SignatureScheme scheme, Terminal terminal) => Read(result, scheme, terminal, out _);

    /// <summary>Imports the secret, warns of a short one, and gives its text to those who keep it from being shown.</summary>
    /// <exception cref="CommandException">There isn't exactly one, or it isn't of its format.</exception>
    public HmacKey Read(ParseResult result, SignatureScheme scheme, Terminal terminal, out string secret)
    {
        secret = ReadText(result, terminal);
        KeyFormat format = result.IsGiven(_format) ? result.GetValue(_format)! : scheme.SecretFormat;
        if (secret.Length == 0)
        {
            throw new CommandException("the secret is empty.");
        }

        try
        {
            HmacKey key = SecretText.Import(scheme.Algorithm, format, secret);
            if (SecretText.IsTooShort(scheme.Algorithm, format, secret))
            {
                terminal.Warn($"the secret has fewer than {HmacKey.MinSecretBytes} bytes: anyone who sees one signed request can guess it.");
            }

            return key;
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(OneLine.Of(exception));
        }
    }

    private string ReadText(ParseResult result, Terminal terminal)
    {
        if (new Option[] { _text, _variable, _file }.Count(result.IsGiven) != 1)
        {
            throw new CommandException("give the secret in exactly one of --secret, --secret-env and --secret-file.");
        }

        if (result.GetValue(_variable) is { } variable)
        {
            return terminal.GetVariable(variable) ?? throw new CommandException($"there is no environment variable {OneLine.Quote(variable)}.");
        }

        return result.GetValue(_file) is { } path ? ReadFile(path, terminal) : result.GetValue(_text)!;
    }

    private static string ReadFile(string path, Terminal terminal)
    {
        ReadOnlySpan<byte> bytes = InputFile.ReadAll(path, MaxFileBytes, "the secret file", terminal);
        if (bytes.StartsWith("\uFEFF"u8))
        {
            throw new CommandException("the secret file begins with a byte order mark, which would be part of the secret: save it without one.");
        }

        int lineBreak = bytes.EndsWith("\r\n"u8) ? 2 : bytes.EndsWith("\n"u8) ? 1 : 0;
        try
        {
            return StrictUtf8.GetString(bytes[..^lineBreak]);
        }
        catch (DecoderFallbackException)
        {
            throw new CommandException("the secret file isn't UTF-8 text: write the secret as hex or base64 and say --secret-format.");
        }
    }
}
