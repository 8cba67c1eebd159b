using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>
/// How a vendor writes a secret down: as text, hex, base64 or base64url, with or without a prefix that isn't part
/// of the key. The format is declared, never guessed: <c>whsec_…</c> is text for one vendor and base64 for the next.
/// </summary>
public sealed class KeyFormat
{
    private enum Decoding
    {
        Text,
        Hex,
        Base64,
        Base64Url,
    }

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Decoding _decoding;
    private readonly string _prefix;
    private readonly bool _isPrefixOptional;

    private KeyFormat(Decoding decoding, string prefix, bool isPrefixOptional = false)
    {
        _decoding = decoding;
        _prefix = prefix;
        _isPrefixOptional = isPrefixOptional;
    }

    /// <summary>The secret's characters as UTF-8, all of them: nothing is trimmed and no prefix taken off.</summary>
    public static KeyFormat Text { get; } = new(Decoding.Text, "");

    /// <summary>Hexadecimal digits of either case, two a byte, nothing between them.</summary>
    public static KeyFormat Hex { get; } = new(Decoding.Hex, "");

    /// <summary>Base64 with padding, without line breaks (RFC 4648 section 4).</summary>
    public static KeyFormat Base64 { get; } = new(Decoding.Base64, "");

    /// <summary>Base64url with or without padding (RFC 4648 section 5).</summary>
    public static KeyFormat Base64Url { get; } = new(Decoding.Base64Url, "");

    /// <summary>The same format after a fixed prefix, which must be there and isn't part of the key, such as <c>whsec_</c>.</summary>
    /// <param name="prefix">The prefix, compared exactly.</param>
    public KeyFormat After(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return new(_decoding, _prefix + prefix);
    }

    /// <summary>
    /// The same format with a prefix that isn't part of the key and may be left out, as libraries for Standard Webhooks
    /// take secrets. The prefix ends with a character that the format doesn't have, so the two can't be mixed up.
    /// </summary>
    /// <param name="prefix">The prefix, compared exactly, such as <c>whsec_</c>.</param>
    /// <exception cref="ArgumentException">The prefix could be the beginning of a secret: text, or only characters of the encoding.</exception>
    public KeyFormat AfterOptional(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ReadOnlySpan<char> last = prefix.AsSpan(prefix.Length - 1);
        bool isDistinct = _prefix.Length == 0 && _decoding switch
        {
            Decoding.Hex => !char.IsAsciiHexDigit(last[0]),
            Decoding.Base64 => !char.IsAsciiLetterOrDigit(last[0]) && last[0] is not ('+' or '/' or '='),
            Decoding.Base64Url => !char.IsAsciiLetterOrDigit(last[0]) && last[0] is not ('-' or '_' or '='),
            _ => false,
        };
        return isDistinct
            ? new(_decoding, prefix, isPrefixOptional: true)
            : throw new ArgumentException($"A secret that is {this} could begin with '{prefix}' by itself, so nobody could tell whether it is there: use {nameof(After)}.", nameof(prefix));
    }

    /// <summary>Describes the format, for example <c>base64 after whsec_</c>.</summary>
    public override string ToString()
    {
        string name = _decoding switch
        {
            Decoding.Text => "text",
            Decoding.Hex => "hex",
            Decoding.Base64 => "base64",
            _ => "base64url",
        };
        return _prefix.Length == 0 ? name : _isPrefixOptional ? $"{name}, after {_prefix} or without it" : $"{name} after {_prefix}";
    }

    /// <summary>Whether the key is the text itself, behind the prefix.</summary>
    internal bool IsText => _decoding == Decoding.Text;

    /// <summary>What stands before the key and isn't part of it; empty if there is nothing.</summary>
    internal string Prefix => _prefix;

    /// <summary>A new secret of this format. As text it is base64url, which no shell, header or JSON changes.</summary>
    internal string Encode(ReadOnlySpan<byte> key) => _prefix + _decoding switch
    {
        Decoding.Hex => Convert.ToHexStringLower(key),
        Decoding.Base64 => Convert.ToBase64String(key),
        _ => System.Buffers.Text.Base64Url.EncodeToString(key),
    };

    /// <summary>The bytes of the key in a pinned array, which the caller owns and zeroes.</summary>
    /// <exception cref="FormatException">The secret isn't of this format. The message never shows it.</exception>
    internal byte[] Decode(ReadOnlySpan<char> secret)
    {
        bool hasPrefix = secret.StartsWith(_prefix, StringComparison.Ordinal);
        if (!hasPrefix && !_isPrefixOptional)
        {
            throw new FormatException($"The secret doesn't begin with '{_prefix}', as its format ({this}) says.");
        }

        secret = secret[(hasPrefix ? _prefix.Length : 0)..];
        if (secret.IsWhiteSpace())
        {
            return [];
        }

        byte[] scratch = ArrayPool<byte>.Shared.Rent(Math.Max(16, StrictUtf8.GetMaxByteCount(secret.Length)));
        int length = 0;
        try
        {
            if (!TryDecode(secret, scratch, out length))
            {
                throw new FormatException($"The secret isn't {this}. Check for blanks, quotes or line breaks around it, and that its format is declared as the vendor's documentation says.");
            }

            byte[] key = GC.AllocateArray<byte>(length, pinned: true);
            scratch.AsSpan(0, length).CopyTo(key);
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scratch);
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private bool TryDecode(ReadOnlySpan<char> secret, Span<byte> destination, out int written)
    {
        written = 0;
        switch (_decoding)
        {
            case Decoding.Text:
                try
                {
                    written = StrictUtf8.GetBytes(secret, destination);
                    return true;
                }
                catch (EncoderFallbackException)
                {
                    return false;
                }

            case Decoding.Hex:
                return Convert.FromHexString(secret, destination, out _, out written) == OperationStatus.Done;
            case Decoding.Base64:
                // Unlike Convert's decoder, this one refuses spare bits that are set.
                return !secret.ContainsAny(" \t\r\n")
                    && Ascii.FromUtf16(secret, destination, out int characters) == OperationStatus.Done
                    && System.Buffers.Text.Base64.DecodeFromUtf8InPlace(destination[..characters], out written) == OperationStatus.Done;
            default:
                // The decoder also takes '%' for padding.
                return !secret.ContainsAny(" \t\r\n%")
                    && System.Buffers.Text.Base64Url.DecodeFromChars(secret, destination, out _, out written) == OperationStatus.Done;
        }
    }
}
