namespace HmacKit;

/// <summary>What the request of an answer claimed: key id, time, id and nonce are the answer's too.</summary>
internal static class AnsweredClaim
{
    /// <summary>The fields that an answer has from its request.</summary>
    private static readonly ClaimFields Taken =
        ClaimFields.Of(ClaimField.KeyId) | ClaimFields.Of(ClaimField.Timestamp) | ClaimFields.Of(ClaimField.Id) | ClaimFields.Of(ClaimField.Nonce);

    /// <summary>Those of them that the requests of an answer carry; none for a scheme of requests.</summary>
    public static ClaimFields FieldsOf(SignatureScheme? requests) => requests is null ? default : requests.Carries & Taken;

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

        for (ClaimField field = default; field <= ClaimField.Token; field++)
        {
            if (Taken.Contains(field) && asked.Get(field).IsPresent && !claim.Get(field).IsPresent && !answers.CarriesItself.Contains(field))
            {
                claim.TrySet(field, asked.Get(field));
            }
        }

        return ClaimOutcome.Found;
    }
}
