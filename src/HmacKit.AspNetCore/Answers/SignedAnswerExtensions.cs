using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Answers that prove whom they come from, and to which request.</summary>
public static class SignedAnswerExtensions
{
    /// <summary>
    /// Signs the answers of signed endpoints, with the key that has signed the request. An answer is held back until the endpoint
    /// is done, so it can't be streamed; one to a request without a valid signature, and one that middleware gives in the
    /// endpoint's place, isn't signed. A client refuses those: <c>SigningHandlerOptions.Answers</c>.
    /// </summary>
    /// <param name="builder">The endpoint or group; it has <c>RequireSignature</c> too, before or after this.</param>
    /// <param name="answers">The scheme of the answers, such as <see cref="SchemeCatalog.AcquiaHttpHmac2Response"/>.</param>
    /// <param name="maxBodyBytes">The most bytes of an answer, over zero; 1 MiB by default. An endpoint that writes more throws, and nothing of its answer is sent.</param>
    /// <param name="values">What an answer says besides, such as Hawk's <c>ext</c> in <see cref="SigningValues.Values"/>; called when the endpoint is done. Nothing by default.</param>
    /// <exception cref="ArgumentException">The scheme is for requests, not for answers.</exception>
    public static TBuilder SignAnswers<TBuilder>(this TBuilder builder, SignatureScheme answers, int maxBodyBytes = 1024 * 1024, Func<HttpContext, SigningValues>? values = null)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBodyBytes);
        if (answers.AnswersTo is null)
        {
            throw new ArgumentException($"Scheme '{answers.Name}' is for requests. A scheme for answers says to which ones: {nameof(SchemeDefinition)}.{nameof(SchemeDefinition.AnswersTo)}.", nameof(answers));
        }

        // At the end, so that it is around what lets requests in, whatever the order of the calls.
        builder.Finally(endpoint =>
        {
            RequestDelegate inner = endpoint.RequestDelegate
                ?? throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' has no handler whose answers could be signed.");
            endpoint.RequestDelegate = new AnswerSigning(inner, endpoint.DisplayName, answers, maxBodyBytes, values).InvokeAsync;
        });
        return builder;
    }
}
