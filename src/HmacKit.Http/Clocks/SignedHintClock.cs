using System.Net.Http.Headers;

namespace HmacKit.Http;

/// <summary>The time in <c>WWW-Authenticate</c> of the response that refused the request, once a key of the signer has been found to have signed it.</summary>
internal sealed class SignedHintClock : ServerClock
{
    private const string Header = "WWW-Authenticate";

    public override bool IsAsked => false;

    public override ValueTask<TimeSpan?> MeasureAsync(RefusedRequest refusal, ClockObserver observer, CancellationToken cancellationToken)
    {
        SignatureScheme hint = refusal.Signer.Scheme.ClockHint!;
        bool isThere = refusal.Response.Headers.NonValidated.TryGetValues(Header, out HeaderStringValues challenges);
        foreach (string challenge in isThere ? challenges : default)
        {
            VerificationResult result = hint.Verify(new RawRequest("GET", "/", [new(Header, challenge)]), refusal.Signer.Keys, refusal.Received);
            if (result.IsValid)
            {
                return new(result.SignedAt - refusal.Received);
            }
        }

        Log.ClockUnreadable(observer.Logger, Origin.Of(refusal.Address), "the response has no hint that a key of the signer has signed.");
        return default;
    }
}
