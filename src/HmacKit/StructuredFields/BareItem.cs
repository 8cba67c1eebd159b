using System.Globalization;

namespace HmacKit;

/// <summary>
/// A value without parameters (RFC 9651 section 3.3). <see cref="Text"/> is what it says: digits, the inside of a string, a
/// token, canonical base64, <c>1</c> or <c>0</c> for a truth value, the seconds of a date.
/// </summary>
internal readonly record struct BareItem(BareKind Kind, string Text)
{
    /// <summary>The truth value that a parameter without a value has.</summary>
    public static BareItem True { get; } = new(BareKind.Truth, "1");

    /// <summary>A string, which must be printable ASCII.</summary>
    public static BareItem OfText(string text) => new(BareKind.Text, text);

    /// <summary>A whole number.</summary>
    public static BareItem OfInteger(long number) => new(BareKind.Integer, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Bytes.</summary>
    public static BareItem OfBytes(ReadOnlySpan<byte> bytes) => new(BareKind.Bytes, Convert.ToBase64String(bytes));

    /// <summary>The whole number that this is.</summary>
    public bool TryGetInteger(out long number)
    {
        number = 0;
        return Kind == BareKind.Integer && long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}

/// <summary>The kinds of bare items.</summary>
internal enum BareKind
{
    Integer,
    Decimal,
    Text,
    Token,
    Bytes,
    Truth,
    Date,
    DisplayText,
}
