using System.Globalization;

namespace HmacKit;

/// <summary>Compiles all carriers of a definition, in the order in which a signer sets them.</summary>
internal sealed class CarrierCompiler(SchemeDefinition definition, ClaimNames names, FaultList faults)
{
    private readonly List<SchemeCarrier> _carriers = [];

    public List<SchemeCarrier> Compile()
    {
        AddAll(CarrierKind.Header, nameof(SchemeDefinition.Headers), definition.Headers);
        AddAll(CarrierKind.Query, nameof(SchemeDefinition.Query), definition.Query);
        AddAll(CarrierKind.Form, nameof(SchemeDefinition.Form), definition.Form);
        foreach ((string pointer, HeaderFormat format) in definition.Json)
        {
            bool isPointer = pointer.Length > 1 && JsonPointer.Parse(pointer) is not null;
            Add(CarrierKind.Json, $"{nameof(SchemeDefinition.Json)}[\"{pointer}\"]", pointer, format, isPointer ? null : $"a pointer begins with '/' and has at most {JsonPointer.MaxSteps} steps, such as '/signature/token'.");
        }

        AddAll(CarrierKind.Xml, nameof(SchemeDefinition.Xml), definition.Xml);
        if (definition.HasPathSegment)
        {
            AddSegments();
        }

        AddAll(CarrierKind.Cookie, nameof(SchemeDefinition.Cookie), definition.Cookie);
        if (_carriers.Where(static carrier => carrier.IsInBody).Select(static carrier => carrier.Kind).Distinct().Count() > 1)
        {
            faults.Add(nameof(SchemeDefinition.Json), null, "a body is a form, JSON or XML, and one of them only.");
        }

        if (_carriers.Exists(static carrier => carrier.Grammar.Fields.Contains(ClaimField.Token)) && _carriers.Exists(static carrier => carrier.Grammar.Fields.Contains(ClaimField.Signature)))
        {
            faults.Add(nameof(SchemeDefinition.Headers), null, "a request has a token, which is the secret itself, or signatures, not both.");
        }

        return _carriers;
    }

    private void AddSegments()
    {
        foreach ((int segment, HeaderFormat format) in definition.PathSegment)
        {
            string name = segment.ToString(CultureInfo.InvariantCulture);
            Add(CarrierKind.PathSegment, $"{nameof(SchemeDefinition.PathSegment)}[{name}]", name, format, segment is < 1 or > 64 ? "segments are counted from 1 to 64." : SegmentFault(format));
        }
    }

    /// <summary>A segment is taken as it is, so what ends it mustn't be in it.</summary>
    private static string? SegmentFault(HeaderFormat? format) =>
        format is null ? null
        : format.Template.AsSpan().IndexOfAny("/?#") >= 0 ? "a segment of a path has no '/', '?' or '#'."
        : format.Template.Contains(":base64}", StringComparison.Ordinal) || format is { Wrapper: not null, IsWrappedInBase64Url: false } ? "base64 has a '/' in it, which would end the segment: use base64url or hex."
        : null;

    private static string? NameFault(CarrierKind kind, string name) => kind switch
    {
        CarrierKind.Header => HttpToken.IsValid(name) ? null : "this isn't a header name.",
        CarrierKind.Cookie => HttpToken.IsValid(name) ? null : "a cookie's name has no blanks, '=', ';', '/' or quotes (RFC 6265).",
        CarrierKind.Xml => FlatXml.IsName(name) ? null : "a member's name is up to 64 ASCII letters, digits and '_', '-' or '.', and begins with a letter or '_'.",
        _ => name.Length is > 0 and <= 128 && !name.AsSpan().ContainsAnyExceptInRange('!', '~') ? null : "a name is printable ASCII without blanks.",
    };

    private void AddAll(CarrierKind kind, string property, OrderedDictionary<string, HeaderFormat> formats)
    {
        foreach ((string name, HeaderFormat format) in formats)
        {
            Add(kind, $"{property}[\"{name}\"]", name, format, NameFault(kind, name));
        }
    }

    private void Add(CarrierKind kind, string place, string name, HeaderFormat format, string? fault)
    {
        if (fault is not null)
        {
            faults.Add(place, null, fault);
        }

        if (format is null)
        {
            faults.Add(place, null, "the format is null.");
        }
        else if (HeaderCompiler.Compile(place, format, names, faults) is { } grammar && fault is null)
        {
            _carriers.Add(new SchemeCarrier(kind, name, format, grammar));
        }
    }
}
