using System.Security.Cryptography;

namespace HmacKit;

/// <summary>Makes the part of a placeholder: the source that its name begins with, and what each suffix does to it.</summary>
internal sealed class PartCompiler(SchemeDefinition definition, ClaimNames names, SchemeCarrier[] signatures, ClaimFields optional)
{
    private readonly Dictionary<string, MessagePlan> _components = new(StringComparer.Ordinal);

    /// <summary>Messages within the message that have been compiled, by name.</summary>
    public Dictionary<string, CompiledPart> Nested { get; } = new(StringComparer.Ordinal);

    /// <summary>The lines of the header list that aren't headers.</summary>
    public Dictionary<string, MessagePlan> Components => _components;

    /// <summary>The parts that placeholders began with.</summary>
    public HashSet<MessagePart> Used { get; } = [];

    /// <summary>Whether digests that carry a warning in their name may be MD5 too.</summary>
    public bool AllowsMd5 { get; set; }

    /// <summary>The part of a placeholder, or null if there is none of this name.</summary>
    public CompiledPart? Compile(string name)
    {
        string[] words = name.Split(':');
        for (int count = 1; count <= words.Length; count++)
        {
            if (Source(string.Join(':', words[..count])) is { } source && (count == words.Length ? source : Apply(source, words.AsSpan(count))) is { } part)
            {
                Used.Add(source.Part);
                return part;
            }
        }

        return null;
    }

    private CompiledPart? Apply(CompiledPart part, ReadOnlySpan<string> suffixes)
    {
        while (!suffixes.IsEmpty)
        {
            if (suffixes.Length > 1 && HashOf(suffixes[0]) is { } hash && EncodingOf(suffixes[1]) is (true, var encoding))
            {
                MessagePart digest = part.Part is BodyPart && encoding is { } text ? new BodyDigestPart(hash, text) : new DigestPart(part.Part, hash, encoding);
                part = part with { Part = digest, Shape = PartShape.FixedLength };
                suffixes = suffixes[2..];
            }
            else if (TransformOf(suffixes[0], part.Covers) is { } transform)
            {
                PartShape shape = part.Shape is PartShape.FixedLength or PartShape.Literal ? part.Shape
                    : transform is TextTransform.Encoded or TextTransform.EncodedPath ? PartShape.Delimited
                    : part.Shape;
                part = part with { Part = new TransformPart(part.Part, transform), Shape = shape };
                suffixes = suffixes[1..];
            }
            else
            {
                return null;
            }
        }

        return part;
    }

    private CompiledPart? Source(string name)
    {
        if (names.TryConfigured(name, out string? text))
        {
            return text is null
                ? new CompiledPart(new UnboundPart(), PartShape.Delimited, SignedParts.None)
                : new CompiledPart(new LiteralPart(text), PartShape.Literal, SignedParts.None);
        }

        if (names.TryField(name, out ClaimField field) && field != ClaimField.Token)
        {
            bool isFixed = (field == ClaimField.Timestamp && definition.Freshness is { } rule && TimestampText.IsFixedLength(rule.Format)) || field == ClaimField.Date;
            return new CompiledPart(
                new ClaimPart(field, optional.Contains(field), names.DateHasDashes), isFixed ? PartShape.FixedLength : PartShape.Delimited, CoversOf(field));
        }

        if (Nested.TryGetValue(name, out CompiledPart? nested))
        {
            return nested;
        }

        return name switch
        {
            "method" => new(new MethodPart(), PartShape.Delimited, SignedParts.Method),
            "status" => new(new StatusPart(), PartShape.FixedLength, SignedParts.Status),
            "target" => new(new TargetPart(TargetPart.Portion.All), PartShape.Delimited, SignedParts.Path | SignedParts.Query),
            "path" => new(new TargetPart(TargetPart.Portion.Path), PartShape.Delimited, SignedParts.Path),
            "query" => new(new TargetPart(TargetPart.Portion.Query), PartShape.Delimited, SignedParts.Query),
            "query:sorted-json" => new(new SortedQueryJsonPart(definition.JsonQueryParameters), PartShape.Free, SignedParts.Query),
            "body" => new(new BodyPart(), PartShape.Free, SignedParts.Body),
            "scheme" => Origin(OriginPart.Piece.Scheme),
            "host" => Origin(OriginPart.Piece.Host),
            "port" => Origin(OriginPart.Piece.Port),
            "authority" => Origin(OriginPart.Piece.Authority),
            "origin" => Origin(OriginPart.Piece.All),
            "url" => Url(new TargetPart(TargetPart.Portion.All)),
            "url:unsigned" => Url(Unsigned(UnsignedPart.Portion.Target)),
            "target:unsigned" => new(Unsigned(UnsignedPart.Portion.Target), PartShape.Delimited, SignedParts.Path | SignedParts.Query),
            "path:unsigned" => new(Unsigned(UnsignedPart.Portion.Path), PartShape.Delimited, SignedParts.Path),
            "query:unsigned" => new(Unsigned(UnsignedPart.Portion.Query), PartShape.Delimited, SignedParts.Query),
            "form:unsigned" => new(Unsigned(UnsignedPart.Portion.Form), PartShape.Free, SignedParts.Body),
            "query:sorted" => Set(withQuery: true, withForm: false, SignedParts.Query),
            "form:sorted" => Set(withQuery: false, withForm: true, SignedParts.Body),
            "parameters:sorted" => Set(withQuery: true, withForm: true, SignedParts.Query | SignedParts.Body),
            "xml:sorted" => new(new XmlMembersPart([.. signatures.Where(static one => one.Kind == CarrierKind.Xml).Select(static one => one.Name)]), PartShape.Free, SignedParts.Body),
            "headers:signed" => Headers(prefix: null),
            _ => Named(name),
        };
    }

    private CompiledPart? Named(string name)
    {
        if (name.StartsWith("header:", StringComparison.Ordinal) && HttpToken.IsValid(name.AsSpan(7)))
        {
            return new(new HeaderPart(name[7..]), PartShape.Delimited, SignedParts.Headers);
        }

        if (name.StartsWith("headers:", StringComparison.Ordinal) && name.EndsWith('*') && HttpToken.IsValid(name.AsSpan(8, name.Length - 9)))
        {
            return Headers(name[8..^1]);
        }

        if (name.StartsWith("query:", StringComparison.Ordinal) && name.Length > 6)
        {
            return new(new ParameterPart(CarrierKind.Query, name[6..]), PartShape.Delimited, SignedParts.Fields);
        }

        if (name.StartsWith("form:", StringComparison.Ordinal) && name.Length > 5)
        {
            return new(new ParameterPart(CarrierKind.Form, name[5..]), PartShape.Delimited, SignedParts.Fields);
        }

        if (name.StartsWith("json:/", StringComparison.Ordinal) && JsonPointer.Parse(name[5..]) is { } pointer)
        {
            return new(new JsonPart(pointer), PartShape.Delimited, SignedParts.Fields);
        }

        return definition.CustomParts.GetValueOrDefault(name) is { } custom ? new(custom, PartShape.Free, SignedParts.Custom) : null;
    }

    private static CompiledPart Origin(OriginPart.Piece piece) => new(new OriginPart(piece), PartShape.Delimited, SignedParts.Origin);

    private static CompiledPart Url(MessagePart target) => new(
        new NestedPart(new MessagePlan([new(new OriginPart(OriginPart.Piece.All), -1, "origin"), new(target, -1, "target")])),
        PartShape.Delimited,
        SignedParts.Origin | SignedParts.Path | SignedParts.Query);

    private UnsignedPart Unsigned(UnsignedPart.Portion portion) =>
        new(portion, signatures is [var first, ..] ? first.Kind : CarrierKind.Header, signatures is [var named, ..] ? named.Name : "");

    private CompiledPart Headers(string? prefix) => new(
        new HeaderBlockPart(definition.SignedHeaderSet, prefix, [.. signatures.Where(static one => one.Kind == CarrierKind.Header).Select(static one => one.Name)], _components),
        PartShape.Free,
        SignedParts.Headers);

    private CompiledPart Set(bool withQuery, bool withForm, SignedParts covers)
    {
        ParameterSet set = definition.Parameters;
        string[] unsigned = [.. signatures.Where(one => (withQuery && one.Kind == CarrierKind.Query) || (withForm && one.Kind == CarrierKind.Form)).Select(static one => one.Name)];
        return new(
            new ParameterSetPart(set, withQuery, withForm, unsigned),
            set.IsEncoded ? PartShape.Delimited : PartShape.Free,
            set.IsWhole ? covers : SignedParts.Fields);
    }

    private static SignedParts CoversOf(ClaimField field) => field switch
    {
        ClaimField.Timestamp => SignedParts.Time,
        ClaimField.Id => SignedParts.Id,
        ClaimField.Nonce => SignedParts.Nonce,
        ClaimField.KeyId => SignedParts.KeyId,
        ClaimField.Expires => SignedParts.Expiry,
        ClaimField.Date => SignedParts.None,
        ClaimField.SignedHeaders => SignedParts.None,
        _ => SignedParts.Values,
    };

    private HashAlgorithmName? HashOf(string name) => name switch
    {
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        "legacy-sha1" => HashAlgorithmName.SHA1,
        "legacy-md5" when AllowsMd5 => HashAlgorithmName.MD5,
        _ => null,
    };

    private static (bool IsKnown, TagEncoding? Encoding) EncodingOf(string name) =>
        name == "raw" ? (true, null) : TagEncodings.TryParse(name, out TagEncoding encoding) ? (true, encoding) : (false, null);

    private static TextTransform? TransformOf(string name, SignedParts covers) => name switch
    {
        "lower" => TextTransform.Lower,
        "upper" => TextTransform.Upper,
        "trimmed" => TextTransform.Trimmed,
        "relative" => TextTransform.Relative,
        "decoded" => TextTransform.Decoded,
        "encoded" => covers == SignedParts.Path ? TextTransform.EncodedPath : TextTransform.Encoded,
        "encoded-whole" => TextTransform.Encoded,
        "unhex" => TextTransform.Unhex,
        "normalized" => TextTransform.Normalized,
        "reading" when covers == SignedParts.Method => TextTransform.Reading,
        "media-type" => TextTransform.MediaType,
        "json" => TextTransform.Json,
        _ => null,
    };
}

/// <summary>A part, how it can be told from what follows, and what it covers.</summary>
internal sealed record CompiledPart(MessagePart Part, PartShape Shape, SignedParts Covers);

/// <summary>How what a part writes can be told from what stands beside it.</summary>
internal enum PartShape
{
    /// <summary>Always the same text.</summary>
    Literal,

    /// <summary>Always the same length.</summary>
    FixedLength,

    /// <summary>Text that ends where a text follows that it doesn't contain.</summary>
    Delimited,

    /// <summary>Any bytes at all.</summary>
    Free,

    /// <summary>May be there or not.</summary>
    Optional,
}
