using System.Globalization;

namespace HmacKit;

/// <summary>A place of a compiled scheme's requests that carries the signature or something that it needs.</summary>
public sealed class SchemeCarrier
{
    internal SchemeCarrier(CarrierKind kind, string name, HeaderFormat format, HeaderGrammar grammar)
    {
        Kind = kind;
        Name = name;
        Format = format;
        Grammar = grammar;
        HasSignature = grammar.SignatureCount > 0;
        Pointer = kind == CarrierKind.Json ? JsonPointer.Parse(name) : null;
        Segment = kind == CarrierKind.PathSegment ? int.Parse(name, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>What kind of place it is.</summary>
    public CarrierKind Kind { get; }

    /// <summary>The name of the header, parameter, field or cookie; the pointer of a JSON member; the name of an XML member; the number of a path segment.</summary>
    public string Name { get; }

    /// <summary>How its value is written.</summary>
    public HeaderFormat Format { get; }

    /// <summary>Whether the signature is in it.</summary>
    public bool HasSignature { get; }

    /// <summary>Whether it is in the body.</summary>
    internal bool IsInBody => Kind is CarrierKind.Form or CarrierKind.Json or CarrierKind.Xml;

    internal HeaderGrammar Grammar { get; }

    internal JsonPointer? Pointer { get; }

    internal int Segment { get; }

    /// <summary>What the carriers have among them.</summary>
    internal static ClaimFields FieldsOf(IReadOnlyList<SchemeCarrier> carriers)
    {
        ClaimFields fields = default;
        for (int i = 0; i < carriers.Count; i++)
        {
            fields |= carriers[i].Grammar.Fields;
        }

        return fields;
    }

    /// <summary>What no message leaves out.</summary>
    internal static ClaimFields RequiredFieldsOf(IReadOnlyList<SchemeCarrier> carriers)
    {
        ClaimFields fields = default;
        foreach (SchemeCarrier carrier in carriers)
        {
            fields |= carrier.Format.IsOptional ? default : carrier.Grammar.Fields.Except(carrier.Grammar.OptionalFields);
        }

        return fields;
    }

    /// <summary>The place and its format, such as <c>Query["sig"]: {signature:hex}</c>.</summary>
    public override string ToString() => Kind == CarrierKind.Header ? $"{Name}: {Format}" : $"{Kind}[{Name}]: {Format}";
}
