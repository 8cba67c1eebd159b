namespace HmacKit;

/// <summary>What the request of an answer claimed: key id, time, id and nonce are the answer's too.</summary>
internal static class AnsweredClaim
{
    /// <summary>The fields that an answer has from its request.</summary>
    public static readonly ClaimField[] Fields = [ClaimField.KeyId, ClaimField.Timestamp, ClaimField.Id, ClaimField.Nonce];

    /// <summary>Reads them into an answer's claim. A field that is set already stays, and one that the answer carries itself is its own.</summary>
    public static ClaimOutcome Read(SignatureScheme answers, SignatureScheme requests, RequestSource answer, ref RequestClaim claim)
    {
        if (answer.Answered is not { } request)
        {
            return ClaimOutcome.Missing;
        }

        var asked = default(RequestClaim);
        ClaimOutcome outcome = requests.Code is { } code
            ? code.ReadIn(new ClaimInput(requests, request, default, signatureIndex: 0, isSigning: false), new ClaimWriter(requests, ref asked))
            : CarrierReader.Read(requests, request, default, ref asked);
        if (outcome != ClaimOutcome.Found)
        {
            return outcome;
        }

        foreach (ClaimField field in Fields)
        {
            if (asked.Get(field).IsPresent && !claim.Get(field).IsPresent && !IsOwn(answers, field))
            {
                claim.TrySet(field, asked.Get(field));
            }
        }

        return ClaimOutcome.Found;
    }

    private static bool IsOwn(SignatureScheme answers, ClaimField field)
    {
        foreach (SchemeCarrier carrier in answers.CarrierSpan)
        {
            if (carrier.Grammar.Fields.Contains(field))
            {
                return true;
            }
        }

        return false;
    }
}
