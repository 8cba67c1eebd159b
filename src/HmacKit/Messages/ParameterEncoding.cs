namespace HmacKit;

/// <summary>How the names and values of a <see cref="ParameterSet"/> are written.</summary>
public enum ParameterEncoding
{
    /// <summary>Decoded, and percent-encoded again: all but letters, digits and <c>-._~</c>, in upper-case hex (RFC 3986).</summary>
    Percent,

    /// <summary>Decoded, and encoded as a form is: like <see cref="Percent"/>, with <c>+</c> for a blank.</summary>
    Form,

    /// <summary>Decoded. Different parameters can then give one text: a value may hold what separates parameters.</summary>
    Decoded,

    /// <summary>As they came, byte for byte.</summary>
    AsSent,
}
