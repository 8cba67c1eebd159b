namespace HmacKit;

/// <summary>
/// Whether all that is signed is carried, and all that is carried is signed: what isn't can be changed by anyone. And whether
/// time, end and replay rule have what they need.
/// </summary>
internal sealed class CoverageCheck(SchemeDefinition definition, ClaimNames names, List<SchemeCarrier> carriers, SignedParts covers, FaultList faults)
{
    private readonly ClaimFields _carried = SchemeCarrier.FieldsOf(carriers) | AnsweredClaim.FieldsOf(definition, names);

    public void Check(bool isToken, ClaimFields optional)
    {
        CheckSignature(isToken);
        CheckFields(isToken);
        CheckOptional(optional);
        CheckAnswers();
        CheckClockHint();
        CheckFreshness();
        CheckExpiry();
        CheckReplay();
        CheckEventIdentity();
        CheckRotation();
        CheckOwnSignature();
    }

    private void CheckEventIdentity()
    {
        bool isThere = definition.EventIdentity is not { } identity
            || ((identity != EventField.SignedId || _carried.Contains(ClaimField.Id)) && (identity != EventField.SignedNonce || _carried.Contains(ClaimField.Nonce)));
        if (!isThere)
        {
            faults.Add(nameof(SchemeDefinition.EventIdentity), null, $"is {definition.EventIdentity}, which no header carries.");
        }
    }

    private void CheckSignature(bool isToken)
    {
        int signatures = 0;
        int optional = 0;
        foreach (SchemeCarrier carrier in carriers)
        {
            if (carrier.HasSignature && carrier.Format.IsOptional)
            {
                optional++;
            }
            else
            {
                signatures += carrier.Grammar.SignatureCount;
            }
        }

        if (signatures != 1 && !(signatures == 0 && optional > 1))
        {
            string number = optional == 0 ? $"{signatures}" : $"{signatures}, and {optional} optional";
            faults.Add(nameof(SchemeDefinition.Headers), null, $"exactly one header carries a {{signature:\u2026}}; here it is {number}. A query, form, JSON member, path segment or cookie may carry it instead; several are taken if all are optional and any may match.");
        }

        if (isToken && !string.IsNullOrEmpty(definition.Message))
        {
            faults.Add(nameof(SchemeDefinition.Message), null, "a scheme with a {token} has no MAC and so no message.");
        }
    }

    private void CheckFields(bool isToken)
    {
        CheckField(ClaimField.Timestamp, SignedParts.Time, isToken);
        CheckField(ClaimField.Id, SignedParts.Id, isToken);
        CheckField(ClaimField.Nonce, SignedParts.Nonce, isToken);
        CheckField(ClaimField.Expires, SignedParts.Expiry, isToken);
        CheckField(ClaimField.KeyId, SignedParts.KeyId, isToken);
        foreach (string name in names.Own)
        {
            names.TryField(name, out ClaimField field);
            if (!_carried.Contains(field) && definition.Code is null)
            {
                faults.Add(nameof(SchemeDefinition.Values), null, $"{{{name}}} is a carried value, but no header, parameter, field, segment or cookie carries it.");
            }
        }
    }

    private void CheckField(ClaimField field, SignedParts part, bool isToken)
    {
        bool isCarried = _carried.Contains(field);
        bool isOfRequest = definition.AnswersTo?.Carries.Contains(field) == true;
        if (isCarried && !IsSigned(field, part) && field != ClaimField.KeyId && !isToken && !isOfRequest)
        {
            faults.Add(nameof(SchemeDefinition.Message), null, $"{{{names.NameOf(field)}}} is in a header but not in the message, so anybody could change it. Sign it, or leave it out.");
        }
        else if (!isCarried && covers.HasFlag(part))
        {
            faults.Add(nameof(SchemeDefinition.Headers), null, $"{{{names.NameOf(field)}}} is in the message, but no header carries it.");
        }
    }

    /// <summary>Signed by name, or because the key is derived with it, or because what carries it is signed as a whole.</summary>
    private bool IsSigned(ClaimField field, SignedParts part) =>
        covers.HasFlag(part) || covers.HasFlag(SignedParts.Custom) || IsInKey(field) || carriers.Exists(carrier => carrier.Grammar.Fields.Contains(field) && carrier.Kind switch
        {
            CarrierKind.Query => covers.HasFlag(SignedParts.Query),
            CarrierKind.PathSegment => covers.HasFlag(SignedParts.Path),
            CarrierKind.Form or CarrierKind.Json or CarrierKind.Xml => covers.HasFlag(SignedParts.Body),
            _ => IsSignedHeader(carrier.Name),
        } || IsNamed(carrier));

    private bool IsInKey(ClaimField field) => definition.KeyDerivation is { } derivation
        && derivation.Steps.Any(step => step.Template.Contains($"{{{names.NameOf(field)}}}", StringComparison.Ordinal));

    private bool IsSignedHeader(string name) =>
        (IsListSigned && (definition.SignedHeaderSet.AtLeast.Contains(name, StringComparer.OrdinalIgnoreCase) || definition.SignedHeaderSet.IsImplied(name)))
        || SignedTemplates().Any(template => Holds(template, $"{{header:{name}", StringComparison.OrdinalIgnoreCase) || IsInPrefix(template, name));

    private bool IsListSigned => definition.Code is not null || SignedTemplates().Any(static template => Holds(template, "{headers:signed"));

    private static bool IsInPrefix(string template, string name)
    {
        const string beginning = "{headers:";
        int at = template.IndexOf(beginning, StringComparison.Ordinal);
        int star = at < 0 ? -1 : template.IndexOf('*', at);
        return star > at && name.StartsWith(template[(at + beginning.Length)..star], StringComparison.OrdinalIgnoreCase);
    }

    private bool IsNamed(SchemeCarrier carrier)
    {
        string? part = carrier.Kind switch
        {
            CarrierKind.Query => $"{{query:{carrier.Name}",
            CarrierKind.Form => $"{{form:{carrier.Name}",
            CarrierKind.Json => $"{{json:{carrier.Name}",
            _ => null,
        };
        return part is not null && SignedTemplates().Any(template => Holds(template, part));
    }

    /// <summary>Whether a template has a part, with or without suffixes, and not just one whose name begins so.</summary>
    private static bool Holds(string template, string beginning, StringComparison comparison = StringComparison.Ordinal) =>
        template.Contains(beginning + "}", comparison) || template.Contains(beginning + ":", comparison);

    /// <summary>The message, and those parts that are in it or in one another.</summary>
    private List<string> SignedTemplates()
    {
        List<string> signed = [definition.Message ?? ""];
        for (int i = definition.Parts.Count - 1; i >= 0; i--)
        {
            (string name, string template) = definition.Parts.GetAt(i);
            if (signed.Exists(one => Holds(one, "{" + name)))
            {
                signed.Add(template);
            }
        }

        return signed;
    }

    private IEnumerable<string> AllTemplates() => definition.Parts.Values.Prepend(definition.Message ?? "");

    private void CheckOptional(ClaimFields optional)
    {
        foreach (ClaimField field in (ClaimField[])[ClaimField.Timestamp, ClaimField.Date, ClaimField.Expires])
        {
            if (optional.Contains(field))
            {
                faults.Add(nameof(SchemeDefinition.Headers), null, $"{{{names.NameOf(field)}}} can't be optional: a request without it would never grow old.");
            }
        }

        if ((definition.Replay == ReplayRule.ById && optional.Contains(ClaimField.Id)) || (definition.Replay == ReplayRule.ByNonce && optional.Contains(ClaimField.Nonce)))
        {
            faults.Add(nameof(SchemeDefinition.Replay), null, $"{definition.Replay} needs a value that every request has; it is optional here.");
        }
    }

    /// <summary>An answer that holds nothing of its request could be the answer to any.</summary>
    private void CheckAnswers()
    {
        if (definition.AnswersTo is null && covers.HasFlag(SignedParts.Status))
        {
            faults.Add(nameof(SchemeDefinition.Message), null, $"{{status}} is an answer's: say in {nameof(SchemeDefinition.AnswersTo)} to which requests. A request has none.");
        }

        if (definition.AnswersTo is not null && (covers & (SignedParts.Nonce | SignedParts.Id | SignedParts.Time)) == 0)
        {
            faults.Add(nameof(SchemeDefinition.AnswersTo), null, "sign {nonce}, {id} or {timestamp} of the request: else an answer to one is an answer to all.");
        }
    }

    /// <summary>A hint is sent alone, in the one header that says how to authenticate, under the key of the request.</summary>
    private void CheckClockHint()
    {
        if (definition.ClockHint is not { } hint)
        {
            return;
        }

        bool isHint = hint is { Freshness: not null, AnswersTo: null, HasKeyId: false, PublicKey: null, NeedsOrigin: false, MissingValues.Count: 0 }
            && hint.Algorithm == definition.Algorithm
            && hint.Carriers is [{ Kind: CarrierKind.Header } header] && header.Name.Equals("WWW-Authenticate", StringComparison.OrdinalIgnoreCase);
        if (!isHint || definition.Freshness is null)
        {
            faults.Add(nameof(SchemeDefinition.ClockHint), null, "a hint is for a scheme with a window, has its algorithm and a {timestamp} with a window, names no key, and is all in the header WWW-Authenticate.");
        }
    }

    private void CheckFreshness()
    {
        const string place = nameof(SchemeDefinition.Freshness);
        bool isCarried = _carried.Contains(ClaimField.Timestamp);
        bool hasTime = IsSigned(ClaimField.Timestamp, SignedParts.Time);
        if (definition.Freshness is not { } rule)
        {
            if (covers.HasFlag(SignedParts.Time))
            {
                faults.Add(place, null, "the message has a {timestamp}, so say how it is written and how old it may be.");
            }

            return;
        }

        if (!isCarried || !hasTime)
        {
            faults.Add(place, null, "a window needs a {timestamp} in a header and in the message: an unsigned time proves nothing.");
        }

        if (!rule.IsValid)
        {
            faults.Add(place, null, $"a window is over zero and at most {FreshnessRule.MaxWindow.TotalHours} hours on each side.");
        }

        if (rule.Format is < TimestampFormat.UnixSeconds or > TimestampFormat.IsoWithoutOffsetFraction)
        {
            faults.Add(place, null, "the timestamp's format is unknown.");
        }
    }

    private void CheckExpiry()
    {
        const string place = nameof(SchemeDefinition.Expiry);
        bool isCarried = _carried.Contains(ClaimField.Expires);
        if (definition.Expiry is not { } rule)
        {
            if (isCarried)
            {
                faults.Add(place, null, "the request carries {expires}, so say how it is written.");
            }

            return;
        }

        if (!isCarried && definition.Code is null)
        {
            faults.Add(place, null, "an end needs {expires} in a header, parameter or field.");
        }

        if (rule.Format is null && definition.Freshness is null)
        {
            faults.Add(place, null, "an end that counts from the signing time needs a {timestamp} and a window.");
        }

        if (!rule.IsValid)
        {
            faults.Add(place, null, "a life is over zero, and the greatest is no shorter than a signer's own.");
        }
    }

    private void CheckReplay()
    {
        const string place = nameof(SchemeDefinition.Replay);
        if (definition.Replay is ReplayRule.ById or ReplayRule.ByNonce)
        {
            ClaimField field = definition.Replay == ReplayRule.ById ? ClaimField.Id : ClaimField.Nonce;
            SignedParts part = definition.Replay == ReplayRule.ById ? SignedParts.Id : SignedParts.Nonce;
            if (!covers.HasFlag(part) && !(_carried.Contains(field) && IsSigned(field, part)))
            {
                faults.Add(place, null, $"{definition.Replay} needs {{{names.NameOf(field)}}} in the message.");
            }
        }

        if (definition.Replay != ReplayRule.None && definition.Expiry is { Format: null })
        {
            faults.Add(place, null, $"an end that counts from the signing time may lie behind the window, for which a claim is remembered, and what comes then is refused. Use {nameof(ExpiryRule)}.{nameof(ExpiryRule.At)}.");
        }

        if (definition.Replay != ReplayRule.None && definition.Freshness is null)
        {
            faults.Add(place, null, $"{definition.Replay} needs a time window: without one, everything would have to be remembered for ever.");
        }

        if (definition.Replay is < ReplayRule.None or > ReplayRule.BySignature)
        {
            faults.Add(place, null, "the rule is unknown.");
        }
    }

    private void CheckRotation()
    {
        const string place = nameof(SchemeDefinition.SignsWithAllKeys);
        if (!definition.SignsWithAllKeys)
        {
            return;
        }

        if (carriers.Exists(static carrier => carrier.HasSignature && (carrier.Format.Separator is null || carrier.Format.IsParameters)))
        {
            faults.Add(place, null, "a header of fixed text has one signature. Use HeaderFormat.Fields or HeaderFormat.List.");
        }

        // A copy of the request with its first signature taken off would count as another one.
        if (definition.Replay == ReplayRule.BySignature)
        {
            faults.Add(place, null, "a request with several signatures can't be remembered by its signature. Use ReplayRule.ById or ReplayRule.ByNonce.");
        }
    }

    /// <summary>A message can't hold its own signature.</summary>
    private void CheckOwnSignature()
    {
        if (definition.Code is not null)
        {
            return;
        }

        foreach (SchemeCarrier carrier in carriers)
        {
            if (carrier.HasSignature && carrier.Kind is not (CarrierKind.Header or CarrierKind.Cookie))
            {
                CheckOwnSignature(carrier);
            }
        }
    }

    private void CheckOwnSignature(SchemeCarrier carrier)
    {
        if (carrier.Kind is CarrierKind.Query or CarrierKind.Form && AllTemplates().Any(template => HoldsParameter(template, carrier)))
        {
            faults.Add(nameof(SchemeDefinition.Message), null, $"{{{(carrier.Kind == CarrierKind.Query ? "query" : "form")}:{carrier.Name}}} is the signature itself, so it can't be signed: leave it out.");
        }

        string[] wholes = carrier.Kind switch
        {
            CarrierKind.Query => ["{target", "{query", "{url"],
            CarrierKind.PathSegment => ["{target", "{path", "{url"],
            _ => ["{body"],
        };
        foreach (string whole in wholes.Where(whole => AllTemplates().Any(template => template.Contains(whole + "}", StringComparison.Ordinal) || (whole == "{body" && template.Contains("{body:", StringComparison.Ordinal)))))
        {
            faults.Add(nameof(SchemeDefinition.Message), null, $"{whole}}} holds the signature itself, so it can't be signed; {(carrier.Kind == CarrierKind.Json ? "sign the members of the JSON instead" : carrier.Kind == CarrierKind.Xml ? "write {xml:sorted}" : $"write {(whole == "{body" ? "{form" : whole)}:unsigned}}")}.");
        }
    }

    private static bool HoldsParameter(string template, SchemeCarrier carrier) =>
        Holds(template, $"{{{(carrier.Kind == CarrierKind.Query ? "query" : "form")}:{carrier.Name}");
}
