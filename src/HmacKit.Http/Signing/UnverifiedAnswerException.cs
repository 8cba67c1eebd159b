using System.Net;

namespace HmacKit.Http;

/// <summary>
/// An answer that isn't signed for its request, where answers have to be (<see cref="SigningHandlerOptions.Answers"/>). Nothing of it
/// is to be believed, its status code (<see cref="HttpRequestException.StatusCode"/>) neither; the request may have been carried out.
/// </summary>
public sealed class UnverifiedAnswerException : HttpRequestException
{
    internal UnverifiedAnswerException(VerificationStatus status, HttpStatusCode statusCode, string scheme)
        : base($"The answer isn't signed as scheme '{scheme}' demands: {status}.", inner: null, statusCode)
    {
        Status = status;
    }

    /// <summary>What is wrong with it: <see cref="VerificationStatus.MissingHeader"/> where it isn't signed at all, <see cref="VerificationStatus.BodyTooLarge"/> where it is over the limit.</summary>
    public VerificationStatus Status { get; }
}
