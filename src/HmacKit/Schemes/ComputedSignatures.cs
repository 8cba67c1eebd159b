using System.Text;

namespace HmacKit;

/// <summary>The signatures that a signer has computed for a scheme in code; none yet while everything else is written.</summary>
public readonly ref struct ComputedSignatures
{
    private readonly ReadOnlySpan<byte[]> _signatures;

    internal ComputedSignatures(SignatureScheme scheme, ReadOnlySpan<byte[]> signatures)
    {
        Scheme = scheme;
        _signatures = signatures;
    }

    /// <summary>How many there are: zero at first, then what <see cref="SchemeCode.CountSignatures"/> said.</summary>
    public int Count => _signatures.Length;

    internal SignatureScheme Scheme { get; }

    /// <summary>The bytes of a signature.</summary>
    /// <param name="index">Which one, counted from 0.</param>
    public ReadOnlySpan<byte> this[int index] => _signatures[index];

    /// <summary>A signature as text.</summary>
    /// <param name="index">Which one, counted from 0.</param>
    /// <param name="encoding">How it is written.</param>
    public string ToText(int index, TagEncoding encoding)
    {
        byte[] signature = _signatures[index];
        byte[] text = new byte[TagText.Length(encoding, signature.Length)];
        return Encoding.ASCII.GetString(text, 0, TagText.Encode(encoding, signature, text));
    }
}
