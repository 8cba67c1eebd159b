using System.Text;

namespace HmacKit;

/// <summary>What to look at for each status, without secret, signature or body.</summary>
internal static class StatusWords
{
    /// <summary>The sentences.</summary>
    /// <param name="status">The status.</param>
    /// <param name="received">The request.</param>
    /// <param name="time">What is wrong with its time.</param>
    /// <param name="isGenuine">Whether the signature is right as it is.</param>
    public static string Of(VerificationStatus status, SignedRequest received, TimeFinding? time, bool isGenuine)
    {
        string words = status switch
        {
            VerificationStatus.MissingHeader => $"Not there: {string.Join(", ", Missing(received))}.",
            VerificationStatus.MalformedHeader => Malformed(received, time),
            VerificationStatus.TimestampTooOld or VerificationStatus.TimestampInFuture when time is not null => time.Sentence,
            VerificationStatus.UnknownKey => received.KeyId is { } id ? $"There is no key '{id}' for {received.Scheme.Algorithm}." : $"There is no key for {received.Scheme.Algorithm}.",
            VerificationStatus.MalformedRequestLine => RequestLine(received),
            VerificationStatus.SignatureMismatch when received.Ring is null => "There is no key to compare the signature with.",
            _ => VerificationStatuses.AdviceOf(status),
        };
        return isGenuine && status is not (VerificationStatus.Valid or VerificationStatus.Replayed) ? words + " The signature itself is right." : words;
    }

    /// <summary>What was proven, and what to change.</summary>
    public static string OfProof(List<(DiagnosisCause Cause, string What)> slips, TimeFinding? time) =>
        time is null ? OfSlips("The signature fits ", slips) : $"{OfSlips("The signature fits ", slips)} {time.Sentence}";

    /// <summary>What was proven of a digest that isn't that of the body, and what to change.</summary>
    public static string OfDigest(List<(DiagnosisCause Cause, string What)> slips) => OfSlips("The signature is right, and the digest that the request carries fits ", slips);

    private static string OfSlips(string begin, List<(DiagnosisCause Cause, string What)> slips)
    {
        var advice = new StringBuilder(begin).AppendJoin(" and ", slips.Select(static slip => slip.What)).Append('.');
        foreach (string sentence in slips.Select(static slip => slip.Cause.Advice).Distinct())
        {
            advice.Append(' ').Append(sentence);
        }

        return advice.ToString();
    }

    /// <summary>What to look at where nothing was proven, with the hints.</summary>
    public static string OfNone(
        VerificationStatus status,
        SignedRequest received,
        bool isComplete,
        TimeFinding? time,
        IReadOnlyList<DiagnosisHint> hints,
        bool isRight = false,
        IReadOnlyList<(string Missing, string There)>? relatives = null)
    {
        var words = new StringBuilder(Of(status, received, time, isRight));
        if (!isRight && relatives is { Count: > 0 })
        {
            words.Append(" But there is ").AppendJoin(", ", relatives.Select(static name => $"{name.There} (for {name.Missing}?)")).Append('.');
        }

        foreach (DiagnosisHint hint in hints)
        {
            words.Append(" Hint, not proven: ").Append(hint.Meaning).Append(' ').Append(hint.Advice);
        }

        if (!isComplete && received.Options.Budget > TimeSpan.Zero)
        {
            words.Append(" Not everything was tried: the time for it was spent.");
        }

        return words.ToString();
    }

    private static string RequestLine(SignedRequest received)
    {
        string target = received.Target;
        return target.Length > MessagePlan.MaxTargetLength ? $"The target is longer than {MessagePlan.MaxTargetLength} characters."
            : target.Contains('#') ? "The target holds a #, which belongs to no request: a fragment isn't sent, and a # in a path or query is written %23."
            : target.Length > 0 && target[0] != '/' ? "The target isn't path and query. Send the path alone on the request line; a verifier takes an absolute target only if it is told to."
            : "The method isn't in upper case, which is how it is signed: send it in upper case.";
    }

    private static List<string> Missing(SignedRequest received)
    {
        var names = new List<string>();
        foreach (SchemeCarrier carrier in received.Scheme.CarrierSpan)
        {
            if (CarrierText.Find(carrier, received.Request, received.Body.Span, out _) == ClaimOutcome.Missing)
            {
                names.Add(Name(carrier));
            }
        }

        return names.Count > 0 ? names : ["what the scheme's own code reads"];
    }

    private static string Malformed(SignedRequest received, TimeFinding? time)
    {
        int tagSize = received.Scheme.TagSize;
        if (BadListedHeader(received) is { } listed)
        {
            return listed;
        }

        foreach (SchemeCarrier carrier in received.Scheme.CarrierSpan)
        {
            string name = Name(carrier);
            ClaimOutcome outcome = CarrierText.Find(carrier, received.Request, received.Body.Span, out ClaimValue value);
            if (carrier.Kind == CarrierKind.Header && received.Request.GetHeader(carrier.Name).IsRepeated)
            {
                return $"{name} is there more than once.";
            }

            if (outcome == ClaimOutcome.Missing)
            {
                continue;
            }

            if (outcome == ClaimOutcome.Malformed && carrier.Kind != CarrierKind.Header)
            {
                return $"{name} is there more than once, or can't be read: what holds it isn't a well-formed {Holder(carrier)}.";
            }

            if (outcome == ClaimOutcome.Malformed || value.Span.ContainsAnyExceptInRange(' ', '~'))
            {
                return $"{name} is longer than {HeaderGrammar.MaxHeaderLength} characters, or has others than printable ASCII.";
            }

            var claim = default(RequestClaim);
            if (!carrier.Grammar.TryRead(value, tagSize, ref claim))
            {
                return $"{name} isn't written as the scheme says: {carrier.Format}.";
            }

            if (carrier.Grammar.Fields.Contains(ClaimField.Signature) && !claim.HasTag)
            {
                return $"{name} has no signature of {tagSize} bytes as {carrier.Grammar.SignatureEncoding.ToString().ToLowerInvariant()}.";
            }
        }

        return time?.Cause == ClaimCauses.TimeFormat || (time is not null && received.Timestamp is not null)
            ? time.Sentence
            : "Headers that hold the same value disagree, or a value holds the text that ends it in the message, or a query name occurs twice.";
    }

    /// <summary>A header that the request lists as signed, and that isn't there once.</summary>
    private static string? BadListedHeader(SignedRequest received)
    {
        string list = received.Claim.Get(ClaimField.SignedHeaders).ToString();

        // In a list of quoted names there are parameters beside them, and a field may have several lines (RFC 9421 section 2.1).
        bool isQuoted = list.Contains('"', StringComparison.Ordinal);
        foreach (string item in list.Split([' ', ';', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            string name = item.Trim('"');
            if (item.StartsWith('"') != isQuoted || name.Length == 0 || !char.IsAsciiLetter(name[0]) || name == "request-line")
            {
                continue;
            }

            HeaderValue header = received.Request.GetHeader(name);
            if (header.IsMissing || (header.IsRepeated && !isQuoted))
            {
                return $"The header {name} is listed as signed, {(header.IsRepeated ? "and is there more than once" : "but isn't there")}.";
            }
        }

        return null;
    }

    private static string Name(SchemeCarrier carrier) => carrier.Kind switch
    {
        CarrierKind.Header => carrier.Name,
        CarrierKind.Query => $"the query parameter {carrier.Name}",
        CarrierKind.Form => $"the form field {carrier.Name}",
        CarrierKind.Json => $"the JSON member {carrier.Name}",
        CarrierKind.Xml => $"the XML member {carrier.Name}",
        CarrierKind.PathSegment => $"segment {carrier.Name} of the path",
        _ => $"the cookie {carrier.Name}",
    };

    private static string Holder(SchemeCarrier carrier) => carrier.Kind switch
    {
        CarrierKind.Form => "form",
        CarrierKind.Json => "JSON text",
        CarrierKind.Xml => "XML with elements of text only",
        _ => "request",
    };
}
