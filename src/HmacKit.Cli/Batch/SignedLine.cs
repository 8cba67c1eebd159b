namespace HmacKit.Cli;

/// <summary>A line with a signed request, which is verified by whichever scheme has the name that the line says.</summary>
internal sealed class SignedLine(BatchLine line, RawRequest request, DateTimeOffset now, int maxBodyBytes)
{
    /// <summary>The scheme that the line means, and what comes of the request under it. Others of the name are looked at only where the first one refuses.</summary>
    /// <param name="scheme">The scheme that the name finds.</param>
    public async ValueTask<(KnownScheme Scheme, VerificationStatus Status)> ChooseAsync(KnownScheme scheme)
    {
        VerificationStatus status = await VerifyAsync(scheme).ConfigureAwait(false);
        if (status == VerificationStatus.Valid)
        {
            return (scheme, status);
        }

        (KnownScheme Scheme, VerificationStatus Status) chosen = (scheme, status);
        foreach (KnownScheme other in SharedName.Others(line.Scheme!, scheme, line.Params))
        {
            if (other.Scheme.NeedsOrigin && request.Origin is null)
            {
                continue;
            }

            status = await VerifyAsync(other).ConfigureAwait(false);
            if (status == VerificationStatus.Valid)
            {
                return (other, status);
            }

            chosen = IsUnread(chosen.Status) && !IsUnread(status) ? (other, status) : chosen;
        }

        return chosen;
    }

    private async ValueTask<VerificationStatus> VerifyAsync(KnownScheme scheme)
    {
        using HmacKey key = SecretText.Import(scheme.Scheme.Algorithm, scheme.Scheme.SecretFormat, line.Secret!);
        var verifier = new OfflineVerifier(scheme.Scheme, key, line.KeyId, now, maxBodyBytes);
        return await verifier.VerifyAsync(AnsweredRequest.SourceOf(scheme.Scheme, line, request)).ConfigureAwait(false);
    }

    private static bool IsUnread(VerificationStatus status) => status is VerificationStatus.MissingHeader or VerificationStatus.MalformedHeader;
}
