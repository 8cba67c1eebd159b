namespace HmacKit;

/// <summary>What to look at for each status, without secret, signature or body.</summary>
internal static class StatusWords
{
    /// <summary>The sentences.</summary>
    /// <param name="status">The status.</param>
    /// <param name="received">The request.</param>
    /// <param name="time">What is wrong with its time.</param>
    /// <param name="isGenuine">Whether the signature is right as it is.</param>
    public static string Of(VerificationStatus status, Draft received, TimeFinding? time, bool isGenuine)
    {
        string words = status switch
        {
            VerificationStatus.Valid => "Nothing is wrong: the request is valid.",
            VerificationStatus.MissingHeader => $"Not there: {string.Join(", ", Missing(received))}.",
            VerificationStatus.MalformedHeader => Malformed(received, time),
            VerificationStatus.TimestampTooOld or VerificationStatus.TimestampInFuture => time?.Sentence ?? "The time is outside the window.",
            VerificationStatus.UnknownKey => received.KeyId is { } id ? $"There is no key '{id}' for {received.Scheme.Algorithm}." : $"There is no key for {received.Scheme.Algorithm}.",
            VerificationStatus.KeyExpired => "No key of the ring is accepted at this time: all have expired, or aren't valid yet.",
            VerificationStatus.KeyDisabled => "The key ring is switched off.",
            VerificationStatus.BodyTooLarge => "The body is over the verifier's limit.",
            VerificationStatus.BodyAlreadyRead => "The body was read before the verification, on this side: put whatever reads it behind the verification, or let it rewind the body. The sender can't do anything about it.",
            VerificationStatus.MalformedRequestLine => RequestLine(received),
            VerificationStatus.SignatureMismatch => "The signature fits neither the request nor any known slip: compare the expected message with what the sender signs, and the secrets.",
            VerificationStatus.Replayed => "The request is genuine, but it, or its id or nonce, was used before: sign each attempt anew, with a nonce of its own.",
            VerificationStatus.ReplayStoreUnavailable => "The replay store can't answer or is full; the sender can't do anything about it.",
            _ => "The request couldn't be verified; the sender can't do anything about it.",
        };
        return isGenuine && status is not (VerificationStatus.Valid or VerificationStatus.Replayed) ? words + " The signature itself is right." : words;
    }

    private static string RequestLine(Draft received)
    {
        string target = received.Target;
        return target.Length > MessagePlan.MaxTargetLength ? $"The target is longer than {MessagePlan.MaxTargetLength} characters."
            : target.Contains('#') ? "The target holds a #, which belongs to no request: a fragment isn't sent, and a # in a path or query is written %23."
            : target.Length > 0 && target[0] != '/' ? "The target isn't path and query. Send the path alone on the request line; a verifier takes an absolute target only if it is told to."
            : "The method isn't in upper case, which is how it is signed: send it in upper case.";
    }

    private static IEnumerable<string> Missing(Draft received) => received.Scheme.Headers
        .Where(header => received.Request.GetHeader(header.Name).IsMissing)
        .Select(static header => header.Name);

    private static string Malformed(Draft received, TimeFinding? time)
    {
        foreach (SchemeHeader header in received.Scheme.Headers)
        {
            HeaderValue value = received.Request.GetHeader(header.Name);
            if (value.IsRepeated)
            {
                return $"{header.Name} is there more than once.";
            }

            if (value.Value is not { } text)
            {
                continue;
            }

            if (text.Length > HeaderGrammar.MaxHeaderLength || text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                return $"{header.Name} is longer than {HeaderGrammar.MaxHeaderLength} characters, or has others than printable ASCII.";
            }

            var claim = default(RequestClaim);
            if (!header.Grammar.TryRead(text, received.Scheme.Algorithm.TagSize, ref claim))
            {
                return $"{header.Name} isn't written as the scheme says: {header.Format}.";
            }

            if (header.Grammar.Fields.Contains(ClaimField.Signature) && !claim.HasTag)
            {
                return $"{header.Name} has no signature of {received.Scheme.Algorithm.TagSize} bytes as {header.Grammar.SignatureEncoding.ToString().ToLowerInvariant()}.";
            }
        }

        return time?.Cause == ClaimCauses.TimeFormat || (time is not null && received.Timestamp is not null)
            ? time.Sentence
            : "Headers that hold the same value disagree, or a value holds the text that ends it in the message, or a query name occurs twice.";
    }
}
