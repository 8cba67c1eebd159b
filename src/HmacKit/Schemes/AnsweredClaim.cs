namespace HmacKit;

/// <summary>What the request of an answer claimed: key id, time, id and nonce are the answer's too, and so are values that both definitions carry under one name.</summary>
internal static class AnsweredClaim
{
    /// <summary>The fields that every answer has from its request.</summary>
    private static readonly ClaimFields Taken =
        ClaimFields.Of(ClaimField.KeyId) | ClaimFields.Of(ClaimField.Timestamp) | ClaimFields.Of(ClaimField.Id) | ClaimFields.Of(ClaimField.Nonce);

    /// <summary>What an answer has from its request, as fields of the answer; nothing for a scheme of requests, or of answers that say all of it themselves.</summary>
    /// <param name="definition">The definition of the answers.</param>
    /// <param name="names">Its names.</param>
    public static ClaimFields FieldsOf(SchemeDefinition definition, ClaimNames names)
    {
        if (definition.AnswersTo is not { } requests || definition.Code is { SaysAllInAnswers: true })
        {
            return default;
        }

        ClaimFields fields = requests.Carries & Taken;
        for (int i = 0; i < names.Own.Count; i++)
        {
            fields |= requests.Names.TryOwn(names.Own[i], out _) ? ClaimFields.Of(ClaimField.Own + i) : default;
        }

        return fields;
    }

    /// <summary>Those of the values that a request may leave out.</summary>
    /// <inheritdoc cref="FieldsOf" path="/param"/>
    public static ClaimFields OptionalFieldsOf(SchemeDefinition definition, ClaimNames names)
    {
        if (definition.AnswersTo is not { } requests)
        {
            return default;
        }

        ClaimFields fields = default;
        ClaimFields required = SchemeCarrier.RequiredFieldsOf(requests.Carriers);
        for (int i = 0; i < names.Own.Count; i++)
        {
            bool isOptional = requests.Names.TryOwn(names.Own[i], out ClaimField asked) && !required.Contains(asked);
            fields |= isOptional ? ClaimFields.Of(ClaimField.Own + i) : default;
        }

        return fields;
    }

    /// <summary>Reads them into an answer's claim. A field that is set already stays, and one that the answer carries itself is its own.</summary>
    public static ClaimOutcome Read(SignatureScheme answers, SignatureScheme requests, RequestSource answer, ref RequestClaim claim)
    {
        if (answer.Answered is not { } request)
        {
            return ClaimOutcome.Missing;
        }

        if (answers.Code is { SaysAllInAnswers: true })
        {
            return ClaimOutcome.Found;
        }

        ClaimOutcome outcome = ReadRequest(requests, request, out RequestClaim asked);
        if (outcome != ClaimOutcome.Found)
        {
            return outcome;
        }

        for (ClaimField field = default; field <= ClaimField.Nonce; field++)
        {
            Take(answers, asked.Get(field), field, ref claim);
        }

        for (int i = 0; i < answers.Names.Own.Count; i++)
        {
            if (requests.Names.TryOwn(answers.Names.Own[i], out ClaimField named))
            {
                Take(answers, asked.Get(named), ClaimField.Own + i, ref claim);
            }
        }

        return ClaimOutcome.Found;
    }

    /// <summary>What the request claims; of several signatures, of which one is enough, the first that the scheme can read: others may be somebody else's.</summary>
    private static ClaimOutcome ReadRequest(SignatureScheme requests, RequestSource request, out RequestClaim asked)
    {
        asked = default;
        if (requests.Code is not { } code)
        {
            return CarrierReader.Read(requests, request, default, ref asked);
        }

        int count = code.Demand == SignatureDemand.Any ? code.CountIn(new ClaimInput(requests, request, default, signatureIndex: 0, isSigning: false)) : 1;
        ClaimOutcome first = ClaimOutcome.Missing;
        for (int i = 0; i < Math.Min(count, SchemeCode.MaxSignatures); i++)
        {
            asked = default;
            ClaimOutcome outcome = code.ReadIn(new ClaimInput(requests, request, default, signatureIndex: i, isSigning: false), new ClaimWriter(requests, ref asked));
            if (outcome == ClaimOutcome.Found)
            {
                return outcome;
            }

            first = i == 0 ? outcome : first;
        }

        return first;
    }

    private static void Take(SignatureScheme answers, ClaimValue asked, ClaimField field, ref RequestClaim claim)
    {
        if (asked.IsPresent && !claim.Get(field).IsPresent && !answers.CarriesItself.Contains(field))
        {
            claim.TrySet(field, asked);
        }
    }
}
