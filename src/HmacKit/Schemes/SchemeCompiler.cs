namespace HmacKit;

/// <summary>Checks a definition as a whole.</summary>
internal static class SchemeCompiler
{
    public static SignatureScheme Compile(SchemeDefinition definition)
    {
        var faults = new FaultList();
        CheckName(definition, faults);
        var names = new ClaimNames(definition, faults);
        var carrierFaults = new FaultList();
        List<SchemeCarrier> carriers = new CarrierCompiler(definition, names, carrierFaults).Compile();
        ClaimFields optional = OptionalFields(definition, names, carriers);
        var parts = new PartCompiler(definition, names, [.. carriers.Where(static carrier => carrier.HasSignature)], optional);
        var message = new MessageCompiler(definition, parts, faults);
        bool isToken = SchemeCarrier.FieldsOf(carriers).Contains(ClaimField.Token);
        MessagePlan plan = isToken && string.IsNullOrEmpty(definition.Message) ? new MessagePlan([]) : message.Compile();
        plan = definition.Code is { } code ? plan.With(new CodedMessage(code)) : plan;
        faults.AddAll(carrierFaults);
        KeyPlan? derivation = definition.Code is { DerivesKey: true } deriving ? new CodedKeyPlan(deriving)
            : definition.KeyDerivation is { Steps.Count: > 0 } steps ? CompileDerivation(steps, message)
            : null;
        DigestCheck[] digests = definition.Digests.Count > 0 ? CompileDigests(definition, names, message, parts) : [];
        var coverage = new CoverageCheck(definition, names, carriers, message.Covers, faults);
        coverage.Check(isToken, optional);
        if (definition.Algorithm is null || definition.SecretFormat is null)
        {
            faults.Add(definition.Algorithm is null ? nameof(SchemeDefinition.Algorithm) : nameof(SchemeDefinition.SecretFormat), null, "must not be null.");
        }
        else if (definition.TruncatedTagBytes is { } kept && (kept < 10 || kept > definition.Algorithm.TagSize))
        {
            faults.Add(nameof(SchemeDefinition.TruncatedTagBytes), null, $"a signature keeps 10 to {definition.Algorithm.TagSize} bytes: below 80 bits it can be guessed.");
        }

        if (definition.JsonQueryParameters.Count > 0 && !definition.Message.Contains("{query:sorted-json}", StringComparison.Ordinal))
        {
            faults.Add(nameof(SchemeDefinition.JsonQueryParameters), null, $"is for {{query:sorted-json}}, which {nameof(SchemeDefinition.Message)} doesn't have.");
        }

        CheckCode(definition, isToken, faults);
        faults.ThrowIfAny(definition.Name ?? "");
        SignedParts covers = message.Covers | definition.AlsoCovers | (digests.Any(static digest => digest.CoversBody) ? SignedParts.Body : SignedParts.None);
        return new SignatureScheme(definition.Copy(), names, plan, [.. carriers], derivation, digests, covers, message.IsUnambiguous);
    }

    private static void CheckName(SchemeDefinition definition, FaultList faults)
    {
        const string rule = "a name has 1 to 64 lower-case letters, digits and hyphens, such as 'my-api'.";
        if (!IsName(definition.Name))
        {
            faults.Add(nameof(SchemeDefinition.Name), null, rule);
        }

        if (definition.OtherNames.Any(static other => !IsName(other)))
        {
            faults.Add(nameof(SchemeDefinition.OtherNames), null, rule);
        }
    }

    private static bool IsName(string? name) =>
        name?.Length is > 0 and <= 64 && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static void CheckCode(SchemeDefinition definition, bool isToken, FaultList faults)
    {
        const string place = nameof(SchemeDefinition.Code);
        if (definition.Code is not null && (definition.SignsWithAllKeys || isToken))
        {
            faults.Add(place, null, $"a scheme in code signs with one key and has a MAC: leave out {(isToken ? "{token}" : nameof(SchemeDefinition.SignsWithAllKeys))}.");
        }

        if (definition.PublicKey is not { } algorithm)
        {
            return;
        }

        if (definition.Code is null && algorithm.MaxSignatureSize > TagText.MaxTagSize)
        {
            faults.Add(nameof(SchemeDefinition.PublicKey), null, $"signatures of {algorithm} have up to {algorithm.MaxSignatureSize} bytes, and carriers take up to {TagText.MaxTagSize}: read and write them in {place}.");
        }

        if (definition.TruncatedTagBytes is not null || isToken || definition.KeyDerivation is not null || definition.Code is { DerivesKey: true })
        {
            faults.Add(nameof(SchemeDefinition.PublicKey), null, "a signature with a pair of keys is whole, not the secret itself, and its key isn't derived from one.");
        }

        // A holder of one signature can make another valid one of it, with some of these algorithms.
        if (definition.Replay == ReplayRule.BySignature)
        {
            faults.Add(nameof(SchemeDefinition.Replay), null, $"a signature of {algorithm} isn't the only one of its message, so requests can't be remembered by it.");
        }
    }

    /// <summary>What a request may leave out: what only optional carriers, or optional parameters, have; and what an answer has from such ones of its request.</summary>
    private static ClaimFields OptionalFields(SchemeDefinition definition, ClaimNames names, List<SchemeCarrier> carriers)
    {
        ClaimFields own = SchemeCarrier.FieldsOf(carriers);
        return own.Except(SchemeCarrier.RequiredFieldsOf(carriers)) | AnsweredClaim.OptionalFieldsOf(definition, names).Except(own);
    }

    private static DerivedKeyPlan CompileDerivation(KeyDerivation derivation, MessageCompiler message) => new(
        [.. derivation.Steps.Select(static step => step with { })],
        [.. derivation.Steps.Select(step => message.CompilePiece(nameof(SchemeDefinition.KeyDerivation), step.Template))]);

    private static DigestCheck[] CompileDigests(SchemeDefinition definition, ClaimNames names, MessageCompiler message, PartCompiler parts)
    {
        parts.AllowsMd5 = true;
        DigestCheck[] digests = [.. definition.Digests.Keys.Select(carried => CompileDigest(carried, definition.Digests[carried], names, message))];
        parts.AllowsMd5 = false;
        return digests;
    }

    private static DigestCheck CompileDigest(string carried, DigestRule rule, ClaimNames names, MessageCompiler message)
    {
        string place = $"{nameof(SchemeDefinition.Digests)}[\"{carried}\"]";
        MessagePlan found = message.CompilePiece(place, carried, out SignedParts foundIn);
        MessagePlan expected = message.CompilePiece(place, rule.Template, out SignedParts madeOf);
        bool isValue = names.TryField(carried.Trim('{', '}'), out ClaimField field) && field is >= ClaimField.Own and < ClaimField.Signature;
        return new DigestCheck(rule, HeaderOf(carried), isValue ? field : null, found, expected)
        {
            CoversBody = rule.IsRequired && (madeOf | foundIn).HasFlag(SignedParts.Body),
        };
    }

    /// <summary>The header that a digest is in, for a signer to set; null if it is elsewhere.</summary>
    private static string? HeaderOf(string template) =>
        template.StartsWith("{header:", StringComparison.Ordinal) && template.EndsWith('}') && HttpToken.IsValid(template.AsSpan(8, template.Length - 9))
            ? template[8..^1]
            : null;
}
