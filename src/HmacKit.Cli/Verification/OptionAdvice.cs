namespace HmacKit.Cli;

/// <summary>Which option, or which other command, helps on when a request is rejected.</summary>
internal static class OptionAdvice
{
    /// <summary>A blank and a sentence; nothing where no option helps.</summary>
    /// <param name="status">A status other than valid.</param>
    /// <param name="request">The request.</param>
    public static string For(VerificationStatus status, RawRequest request) => status switch
    {
        VerificationStatus.MissingHeader => " Did the capture keep all headers?",
        VerificationStatus.TimestampTooOld or VerificationStatus.TimestampInFuture => " For a request captured earlier, say when with --now.",
        VerificationStatus.UnknownKey => " Without --key-id, the key is taken for the one that the request names.",
        VerificationStatus.BodyTooLarge => " --max-body raises the limit.",
        VerificationStatus.SignatureMismatch when MayBeEdited(request) => " The body ends with a line break and no Content-Length says so: did an editor add it? 'hmackit explain' tries it.",
        VerificationStatus.SignatureMismatch => " 'hmackit explain' tries the known slips, and 'hmackit message' shows what is signed.",
        _ => "",
    };

    private static bool MayBeEdited(RawRequest request) => request.Body.Span.EndsWith((byte)'\n')
        && request.GetHeader("Content-Length").IsMissing && request.GetHeader("Transfer-Encoding").IsMissing;
}
