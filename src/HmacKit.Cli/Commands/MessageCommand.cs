using System.CommandLine;
using System.Security.Cryptography;

namespace HmacKit.Cli;

/// <summary><c>hmackit message</c>: the exact message that is signed. It takes what <c>sign</c> takes, so that one word turns the one into the other.</summary>
internal sealed class MessageCommand
{
    private const int RandomDigits = 32;

    private readonly SigningOptions _request = new();
    private readonly Terminal _terminal;

    private MessageCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var message = new MessageCommand(terminal);
        var command = new Command("message", "Prints the message that is signed: visible, and as a hex dump. Takes the options of sign; the secret isn't needed.");
        foreach (Option option in message._request.All)
        {
            command.Add(option);
        }

        foreach (Option option in new SecretOptions().All.Append(SignOutputs.CreateOption()))
        {
            option.Hidden = true;
            command.Add(option);
        }

        command.SetAction(message.Run);
        return command;
    }

    private int Run(ParseResult result)
    {
        SigningRequest request = _request.Read(result, _terminal);
        byte[] message = GetMessage(request);
        OutputBuffer output = _terminal.Output;
        output.WriteLine($"{request.Scheme.Name}: {SchemeWords.Message(request.Scheme)}");
        output.WriteLine($"{message.Length} bytes");
        output.WriteLine();
        VisibleLines.Write(message, output);
        output.WriteLine();
        HexDump.Write(message, output);
        return ExitCode.Done;
    }

    private static byte[] GetMessage(SigningRequest request)
    {
        SignatureScheme scheme = request.Scheme;
        if (scheme.Covers.HasFlag(SignedParts.KeyId) && string.IsNullOrEmpty(request.KeyId))
        {
            throw new CommandException($"the scheme '{scheme.Name}' signs the key id: --key-id is missing.");
        }

        // As the signer does where they aren't given.
        SigningValues values = request.Values with
        {
            Nonce = request.Values.Nonce ?? RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true),
            Id = request.Values.Id ?? RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true),
        };
        string keyId = scheme.HasKeyId && string.IsNullOrEmpty(request.KeyId) ? "unsigned" : request.KeyId ?? "";
        try
        {
            using HmacKey key = HmacKey.Generate(scheme.Algorithm);
            return new RequestSigner(scheme, new KeyRing(keyId, key)).GetMessage(request.ToRaw(), request.Body, values);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(OneLine.Of(exception));
        }
    }
}
