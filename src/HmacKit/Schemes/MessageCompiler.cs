namespace HmacKit;

/// <summary>Turns message templates into plans, and says where they can't be read or would be ambiguous.</summary>
internal sealed class MessageCompiler(SchemeDefinition definition, PartCompiler parts, FaultList faults)
{
    private const string Known =
        "{timestamp}, {id}, {nonce}, {keyid}, {date}, {expires}, {method}, {target}, {path}, {query}, {url}, {host}, {query:sorted}, {query:sorted-json}, {query:NAME}, {form:sorted}, {form:NAME}, {json:/POINTER}, {xml:sorted}, {header:NAME}, {headers:signed}, {headers:PREFIX*}, {body}, {body:sha256:hex}";

    /// <summary>What the message covers.</summary>
    public SignedParts Covers { get; private set; }

    /// <summary>Whether different requests never give one message, as far as the message covers them.</summary>
    public bool IsUnambiguous { get; private set; } = true;

    private bool IsOwnedUpTo => !string.IsNullOrWhiteSpace(definition.AmbiguousBecause);

    /// <summary>The scheme's message.</summary>
    public MessagePlan Compile()
    {
        if (definition.Parts.Count > 0)
        {
            CompileParts();
        }

        if (definition.SignedHeaderSet is { Components.Count: > 0 } set)
        {
            CompileComponents(set);
        }

        MessagePlan message = CompileTemplate(nameof(SchemeDefinition.Message), definition.Message ?? "");
        if (definition.CustomParts.Count > 0)
        {
            CheckCustomParts();
        }

        return message;
    }

    /// <summary>A template that isn't the message: a digest, or a step of a key's derivation.</summary>
    public MessagePlan CompilePiece(string place, string template) => CompilePiece(place, template, out _);

    /// <summary>The same, and what the template is made of.</summary>
    public MessagePlan CompilePiece(string place, string template, out SignedParts madeOf)
    {
        SignedParts before = Covers;
        Covers = SignedParts.None;
        MessagePlan plan = CompileTemplate(place, template, isPiece: true);
        madeOf = Covers;
        Covers = before;
        return plan;
    }

    private void CompileParts()
    {
        foreach ((string name, string template) in definition.Parts)
        {
            string place = $"{nameof(SchemeDefinition.Parts)}[\"{name}\"]";
            SignedParts before = Covers;
            Covers = SignedParts.None;
            MessagePlan plan = CompileTemplate(place, template);
            parts.Nested[name] = new CompiledPart(new NestedPart(plan), PartShape.Free, Covers);
            Covers = before;
        }
    }

    private void CompileComponents(HeaderSet set)
    {
        foreach ((string name, string template) in set.Components)
        {
            SignedParts before = Covers;
            parts.Components[name] = CompileTemplate($"{nameof(SchemeDefinition.SignedHeaderSet)}[\"{name}\"]", template, isPiece: true);
            Covers = set.AtLeast.Contains(name) ? Covers : before;
        }
    }

    private void CheckCustomParts()
    {
        foreach ((string name, MessagePart part) in definition.CustomParts)
        {
            if (!parts.Used.Contains(part))
            {
                faults.Add(nameof(SchemeDefinition.CustomParts), null, $"the part '{name}' isn't in the message, or its name is that of a built-in part.");
            }
        }
    }

    private MessagePlan CompileTemplate(string place, string template, bool isPiece = false)
    {
        var elements = new List<Element>();
        List<Element>? group = null;
        foreach (TemplateToken token in TemplateToken.Read(template, place, faults, hasGroups: true))
        {
            switch (token.Kind)
            {
                case TemplateToken.TokenKind.GroupStart:
                    group = [];
                    break;
                case TemplateToken.TokenKind.GroupEnd when group is not null:
                    if (group.TrueForAll(static element => element.Shape == PartShape.Literal))
                    {
                        faults.Add(place, token.Position, "this group has no part that could be empty; write '[[' and ']]' for brackets.");
                    }

                    elements.Add(new Element(new OptionalPart(new MessagePlan(StepsOf(group))), PartShape.Optional, token with { Text = "[\u2026]" }));
                    group = null;
                    break;
                case TemplateToken.TokenKind.Literal:
                    (group ?? elements).Add(new Element(new LiteralPart(token.Text), PartShape.Literal, token));
                    break;
                default:
                    AddPart(place, token, group ?? elements);
                    break;
            }
        }

        if (!isPiece && elements.TrueForAll(static element => element.Shape == PartShape.Literal))
        {
            faults.Add(place, null, "the message has no part that comes from the request.");
        }

        return new MessagePlan(isPiece ? StepsOf(elements) : Frame(place, elements));
    }

    /// <summary>The parts as they are, with nothing that they must not contain.</summary>
    private static MessagePlan.Step[] StepsOf(List<Element> elements)
    {
        var steps = new MessagePlan.Step[elements.Count];
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = new MessagePlan.Step(elements[i].Part, -1, elements[i].Token.Text);
        }

        return steps;
    }

    private void AddPart(string place, TemplateToken token, List<Element> elements)
    {
        if (parts.Compile(token.Text) is not { } compiled)
        {
            faults.Add(place, token.Position, $"unknown part '{{{token.Text}}}'; a message knows {Known}, and what {nameof(SchemeDefinition.Values)}, {nameof(SchemeDefinition.Parts)} and {nameof(SchemeDefinition.CustomParts)} name.{WhyNot(token.Text)}");
            return;
        }

        if (definition.Parameters.WhyAmbiguous is { } why && token.Text.Split(':') is ["query" or "form" or "parameters", "sorted", ..])
        {
            Ambiguous(place, token, why);
        }

        if (token.Text.Split(':') is ["xml", "sorted", ..])
        {
            Ambiguous(place, token, "a value may hold the text that stands between two members");
        }

        Covers |= compiled.Covers;
        elements.Add(new Element(compiled.Part, compiled.Shape, token));
    }

    private static string WhyNot(string name)
    {
        string[] words = name.Split(':');
        return words.Contains("sha1") ? " SHA-1 is broken for digests that a stranger can choose; where a vendor offers nothing newer, write legacy-sha1."
            : words.Contains("md5") || words.Contains("legacy-md5") ? " There is no MD5 in a message: anybody can make two bodies with one digest. One that the request carries can be checked in Digests."
            : words is ["body", "raw"] ? " The body is raw: write {body}. A digest's raw bytes are {body:sha256:raw}."
            : "";
    }

    /// <summary>
    /// Gives each delimited value the byte that it must not contain. What stands left of the free part is read from the
    /// left, so it is ended by the text behind it; what stands right of it is read from the right. Where no part is free,
    /// a value that only a fixed length follows takes that place. Where the definition owns up to an ambiguous layout,
    /// no value is refused.
    /// </summary>
    private MessagePlan.Step[] Frame(string place, List<Element> elements)
    {
        int free = elements.FindIndex(static element => element.Shape == PartShape.Free);
        for (int i = 0; free < 0 && i + 1 < elements.Count; i++)
        {
            free = elements[i].Shape == PartShape.Delimited && elements[i + 1].Shape == PartShape.FixedLength ? i : free;
        }

        MessagePlan.Step[] steps = StepsOf(elements);
        for (int i = 0; i < steps.Length; i++)
        {
            Element element = elements[i];
            if (element.Shape == PartShape.Optional)
            {
                Ambiguous(place, element.Token, "it may be left out");
            }

            if (element.Shape == PartShape.Free && i != free)
            {
                Ambiguous(place, element.Token, "only one part of a message may hold any bytes at all");
            }

            if (element.Shape != PartShape.Delimited || i == free)
            {
                continue;
            }

            bool isLeftOfFree = free < 0 || i < free;
            int neighbour = isLeftOfFree ? i + 1 : i - 1;
            if (neighbour < 0 || neighbour == steps.Length)
            {
                continue;
            }

            if (elements[neighbour].Part is LiteralPart { Bytes.Length: > 0 } literal)
            {
                steps[i] = new MessagePlan.Step(element.Part, IsOwnedUpTo ? -1 : isLeftOfFree ? literal.Bytes[0] : literal.Bytes[^1], element.Token.Text);
                IsUnambiguous &= !IsOwnedUpTo;
            }
            else
            {
                Ambiguous(place, element.Token, $"nothing separates it from the part {(isLeftOfFree ? "behind" : "before")} it");
            }
        }

        return steps;
    }

    private void Ambiguous(string place, TemplateToken token, string why)
    {
        IsUnambiguous = false;
        if (!IsOwnedUpTo)
        {
            faults.Add(
                place,
                token.Position,
                $"'{{{token.Text}}}' is ambiguous: {why}, so two different requests can give one message. Separate the parts, or, if the vendor's layout is like that, say so in {nameof(SchemeDefinition.AmbiguousBecause)}.");
        }
    }

    private sealed record Element(MessagePart Part, PartShape Shape, TemplateToken Token);
}
