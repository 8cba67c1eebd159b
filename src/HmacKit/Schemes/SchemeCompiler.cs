namespace HmacKit;

/// <summary>Checks a definition as a whole.</summary>
internal static class SchemeCompiler
{
    public static SignatureScheme Compile(SchemeDefinition definition)
    {
        var faults = new FaultList();
        CheckName(definition, faults);
        var message = new MessageCompiler(definition, faults);
        MessagePlan plan = message.Compile();
        List<SchemeHeader> headers = CompileHeaders(definition, faults);
        List<ClaimField> carried = headers.SelectMany(static header => header.Grammar.Fields).ToList();
        CheckCarriers(carried, definition, message.Covers, faults);
        CheckFreshness(definition, carried.Contains(ClaimField.Timestamp), message.Covers, faults);
        CheckReplay(definition, message.Covers, faults);
        CheckRotation(definition, headers, faults);
        if (definition.Algorithm is null || definition.SecretFormat is null)
        {
            faults.Add(definition.Algorithm is null ? nameof(SchemeDefinition.Algorithm) : nameof(SchemeDefinition.SecretFormat), null, "must not be null.");
        }

        faults.ThrowIfAny(definition.Name ?? "");
        return new SignatureScheme(definition, plan, [.. headers], message.Covers, message.IsUnambiguous);
    }

    private static void CheckName(SchemeDefinition definition, FaultList faults)
    {
        string name = definition.Name ?? "";
        if (name.Length is 0 or > 64 || !name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            faults.Add(nameof(SchemeDefinition.Name), null, "a name has 1 to 64 lower-case letters, digits and hyphens, such as 'my-api'.");
        }
    }

    private static List<SchemeHeader> CompileHeaders(SchemeDefinition definition, FaultList faults)
    {
        var headers = new List<SchemeHeader>();
        foreach ((string name, HeaderFormat format) in definition.Headers)
        {
            string place = $"{nameof(SchemeDefinition.Headers)}[\"{name}\"]";
            if (!HttpToken.IsValid(name))
            {
                faults.Add(place, null, "this isn't a header name.");
            }

            if (format is null)
            {
                faults.Add(place, null, "the format is null.");
            }
            else if (HeaderCompiler.Compile(place, format, faults) is { } grammar)
            {
                headers.Add(new SchemeHeader(name, format, grammar));
            }
        }

        return headers;
    }

    /// <summary>Everything signed must be carried, and everything carried must be signed: what isn't can be changed by anyone.</summary>
    private static void CheckCarriers(List<ClaimField> carried, SchemeDefinition definition, SignedParts covers, FaultList faults)
    {
        int signatures = carried.Count(static field => field == ClaimField.Signature);
        if (signatures != 1)
        {
            faults.Add(nameof(SchemeDefinition.Headers), null, $"exactly one header carries a {{signature:…}}; here it is {signatures}.");
        }

        ReadOnlySpan<(ClaimField, string, SignedParts)> fields =
        [
            (ClaimField.Timestamp, "{timestamp}", SignedParts.Time),
            (ClaimField.Id, "{id}", SignedParts.Id),
            (ClaimField.Nonce, "{nonce}", SignedParts.Nonce),
            (ClaimField.KeyId, "{keyid}", SignedParts.KeyId),
        ];
        foreach ((ClaimField field, string name, SignedParts part) in fields)
        {
            bool isCarried = carried.Contains(field);
            bool isSigned = covers.HasFlag(part) || covers.HasFlag(SignedParts.Custom);
            if (isCarried && !isSigned && field != ClaimField.KeyId)
            {
                faults.Add(nameof(SchemeDefinition.Message), null, $"{name} is in a header but not in the message, so anybody could change it. Sign it, or leave it out.");
            }
            else if (!isCarried && covers.HasFlag(part))
            {
                faults.Add(nameof(SchemeDefinition.Headers), null, $"{name} is in the message, but no header carries it.");
            }
        }
    }

    private static void CheckFreshness(SchemeDefinition definition, bool isCarried, SignedParts covers, FaultList faults)
    {
        const string place = nameof(SchemeDefinition.Freshness);
        bool hasTime = covers.HasFlag(SignedParts.Time);
        if (definition.Freshness is not { } rule)
        {
            if (hasTime)
            {
                faults.Add(place, null, "the message has a {timestamp}, so say how it is written and how old it may be.");
            }

            return;
        }

        if (!isCarried || (!hasTime && !covers.HasFlag(SignedParts.Custom)))
        {
            faults.Add(place, null, "a window needs a {timestamp} in a header and in the message: an unsigned time proves nothing.");
        }

        if (!rule.IsValid)
        {
            faults.Add(place, null, $"a window is over zero and at most {FreshnessRule.MaxWindow.TotalHours} hours on each side.");
        }

        if (!Enum.IsDefined(rule.Format))
        {
            faults.Add(place, null, "the timestamp's format is unknown.");
        }
    }

    private static void CheckReplay(SchemeDefinition definition, SignedParts covers, FaultList faults)
    {
        const string place = nameof(SchemeDefinition.Replay);
        (string Name, SignedParts Part)? needed = definition.Replay switch
        {
            ReplayRule.ById => ("{id}", SignedParts.Id),
            ReplayRule.ByNonce => ("{nonce}", SignedParts.Nonce),
            _ => null,
        };
        if (needed is { } value && !covers.HasFlag(value.Part))
        {
            faults.Add(place, null, $"{definition.Replay} needs {value.Name} in the message.");
        }

        if (definition.Replay != ReplayRule.None && definition.Freshness is null)
        {
            faults.Add(place, null, $"{definition.Replay} needs a time window: without one, everything would have to be remembered for ever.");
        }

        if (!Enum.IsDefined(definition.Replay))
        {
            faults.Add(place, null, "the rule is unknown.");
        }
    }

    private static void CheckRotation(SchemeDefinition definition, List<SchemeHeader> headers, FaultList faults)
    {
        const string place = nameof(SchemeDefinition.SignsWithAllKeys);
        if (!definition.SignsWithAllKeys)
        {
            return;
        }

        if (headers.Exists(static header => header.Format.Separator is null && header.Grammar.Fields.Contains(ClaimField.Signature)))
        {
            faults.Add(place, null, "a header of fixed text has one signature. Use HeaderFormat.Fields or HeaderFormat.List.");
        }

        // A copy of the request with its first signature taken off would count as another one.
        if (definition.Replay == ReplayRule.BySignature)
        {
            faults.Add(place, null, "a request with several signatures can't be remembered by its signature. Use ReplayRule.ById or ReplayRule.ByNonce.");
        }
    }
}
