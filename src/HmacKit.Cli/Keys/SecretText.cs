using System.Text;

namespace HmacKit.Cli;

/// <summary>Secrets as the command line takes them: any that isn't empty, since it is for looking at other people's traffic.</summary>
internal static class SecretText
{
    /// <summary>Imports a secret of any length over zero.</summary>
    /// <exception cref="ArgumentException">It is empty, or isn't of the format.</exception>
    public static HmacKey Import(HmacAlgorithm algorithm, KeyFormat format, string secret)
    {
        // The engine takes a blank secret for a missing setting; here it was typed on purpose.
        bool isBlankText = ReferenceEquals(format, KeyFormat.Text) && secret.Length > 0 && string.IsNullOrWhiteSpace(secret);
        return isBlankText
            ? HmacKey.ImportInsecureShortSecret(algorithm, KeyFormat.Hex, Convert.ToHexString(Encoding.UTF8.GetBytes(secret)))
            : HmacKey.ImportInsecureShortSecret(algorithm, format, secret);
    }

    /// <summary>Whether a secret that was imported has fewer than <see cref="HmacKey.MinSecretBytes"/> bytes.</summary>
    public static bool IsTooShort(HmacAlgorithm algorithm, KeyFormat format, string secret)
    {
        try
        {
            HmacKey.Import(algorithm, format, secret).Dispose();
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
