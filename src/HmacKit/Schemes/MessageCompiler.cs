using System.Security.Cryptography;

namespace HmacKit;

/// <summary>Turns a message template into a plan, and says where it can't be read or would be ambiguous.</summary>
internal sealed class MessageCompiler(SchemeDefinition definition, FaultList faults)
{
    private const string Place = nameof(SchemeDefinition.Message);

    private const string KnownParts =
        "{timestamp}, {id}, {nonce}, {keyid}, {method}, {target}, {path}, {query}, {query:sorted-json}, {header:NAME}, {body}, {body:sha256:hex}";

    private readonly List<Element> _elements = [];

    /// <summary>What the message covers.</summary>
    public SignedParts Covers { get; private set; }

    public MessagePlan Compile()
    {
        foreach (TemplateToken token in TemplateToken.Read(definition.Message ?? "", Place, faults))
        {
            if (token.IsLiteral)
            {
                _elements.Add(new Element(new LiteralPart(token.Text), Shape.Literal, token));
            }
            else
            {
                AddPart(token);
            }
        }

        if (_elements.TrueForAll(static element => element.Shape == Shape.Literal))
        {
            faults.Add(Place, null, "the message has no part that comes from the request.");
        }

        foreach ((string name, MessagePart part) in definition.CustomParts)
        {
            if (!_elements.Exists(element => ReferenceEquals(element.Part, part)))
            {
                faults.Add(nameof(SchemeDefinition.CustomParts), null, $"the part '{name}' isn't in the message, or its name is that of a built-in part.");
            }
        }

        return new MessagePlan(Frame());
    }

    private void AddPart(TemplateToken token)
    {
        string name = token.Text;
        (MessagePart? part, Shape shape, SignedParts covers) = name switch
        {
            "timestamp" => (new ClaimPart(ClaimField.Timestamp), Shape.Delimited, SignedParts.Time),
            "id" => (new ClaimPart(ClaimField.Id), Shape.Delimited, SignedParts.Id),
            "nonce" => (new ClaimPart(ClaimField.Nonce), Shape.Delimited, SignedParts.Nonce),
            "keyid" => (new ClaimPart(ClaimField.KeyId), Shape.Delimited, SignedParts.KeyId),
            "method" => (new MethodPart(), Shape.Delimited, SignedParts.Method),
            "target" => (new TargetPart(TargetPart.Portion.All), Shape.Delimited, SignedParts.Path | SignedParts.Query),
            "path" => (new TargetPart(TargetPart.Portion.Path), Shape.Delimited, SignedParts.Path),
            "query" => (new TargetPart(TargetPart.Portion.Query), Shape.Delimited, SignedParts.Query),
            "query:sorted-json" => (new SortedQueryJsonPart(), Shape.Free, SignedParts.Query),
            "body" => (new BodyPart(), Shape.Free, SignedParts.Body),
            _ when TryBodyDigest(name, out BodyDigestPart? digest) => (digest, Shape.FixedLength, SignedParts.Body),
            _ when TryHeader(name, out HeaderPart? header) => (header, Shape.Delimited, SignedParts.Headers),
            _ => ((MessagePart?)definition.CustomParts.GetValueOrDefault(name), Shape.Free, SignedParts.Custom),
        };
        if (part is null)
        {
            faults.Add(Place, token.Position, $"unknown part '{{{name}}}'; a message knows {KnownParts}, and what {nameof(SchemeDefinition.CustomParts)} names.");
            return;
        }

        Covers |= covers;
        _elements.Add(new Element(part, shape, token));
    }

    private static bool TryBodyDigest(string name, out BodyDigestPart? part)
    {
        part = null;
        string[] words = name.Split(':');
        if (words is not ["body", var algorithm, var encodingName] || !TagEncodings.TryParse(encodingName, out TagEncoding encoding))
        {
            return false;
        }

        HashAlgorithmName? hash = algorithm switch
        {
            "sha256" => HashAlgorithmName.SHA256,
            "sha384" => HashAlgorithmName.SHA384,
            "sha512" => HashAlgorithmName.SHA512,
            _ => null,
        };
        part = hash is { } known ? new BodyDigestPart(known, encoding) : null;
        return part is not null;
    }

    private static bool TryHeader(string name, out HeaderPart? part)
    {
        const string prefix = "header:";
        bool isHeader = name.StartsWith(prefix, StringComparison.Ordinal) && HttpToken.IsValid(name.AsSpan(prefix.Length));
        part = isHeader ? new HeaderPart(name[prefix.Length..]) : null;
        return isHeader;
    }

    /// <summary>
    /// Gives each delimited value the byte that it must not contain. What stands left of the free part is read from the
    /// left, so it is ended by the text behind it; what stands right of it is read from the right. Where no part is free,
    /// a value that only a fixed length follows takes that place.
    /// </summary>
    private MessagePlan.Step[] Frame()
    {
        int free = _elements.FindIndex(static element => element.Shape == Shape.Free);
        if (free < 0)
        {
            free = _elements.Zip(_elements.Skip(1)).ToList().FindIndex(
                static pair => pair is { First.Shape: Shape.Delimited, Second.Shape: Shape.FixedLength });
        }

        bool isFramed = true;
        var steps = new MessagePlan.Step[_elements.Count];
        for (int i = 0; i < steps.Length; i++)
        {
            Element element = _elements[i];
            steps[i] = new MessagePlan.Step(element.Part, -1);
            if (element.Shape == Shape.Free && i != free)
            {
                Ambiguous(element, "only one part of a message may hold any bytes at all");
                isFramed = false;
            }

            if (element.Shape != Shape.Delimited || i == free)
            {
                continue;
            }

            bool isLeftOfFree = free < 0 || i < free;
            int neighbour = isLeftOfFree ? i + 1 : i - 1;
            if (neighbour < 0 || neighbour == steps.Length)
            {
                continue;
            }

            if (_elements[neighbour].Part is LiteralPart literal)
            {
                steps[i] = new MessagePlan.Step(element.Part, isLeftOfFree ? literal.Bytes[0] : literal.Bytes[^1]);
            }
            else
            {
                Ambiguous(element, $"nothing separates it from the part {(isLeftOfFree ? "behind" : "before")} it");
                isFramed = false;
            }
        }

        IsUnambiguous = isFramed;
        return steps;
    }

    /// <summary>Whether different requests never give one message, as far as the message covers them.</summary>
    public bool IsUnambiguous { get; private set; }

    private void Ambiguous(Element element, string why)
    {
        if (string.IsNullOrWhiteSpace(definition.AmbiguousBecause))
        {
            faults.Add(
                Place,
                element.Token.Position,
                $"'{{{element.Token.Text}}}' is ambiguous: {why}, so two different requests can give one message. Separate the parts, or, if the vendor's layout is like that, say so in {nameof(SchemeDefinition.AmbiguousBecause)}.");
        }
    }

    private enum Shape
    {
        Literal,
        FixedLength,
        Delimited,
        Free,
    }

    private readonly record struct Element(MessagePart Part, Shape Shape, TemplateToken Token);
}
