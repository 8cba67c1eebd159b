using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HmacKit.AspNetCore;

/// <summary>Stands around an endpoint and its requirements, and signs the answers to requests whose signature let them in.</summary>
internal sealed class AnswerSigning(RequestDelegate endpoint, string? name, SignatureScheme answers, int maxBodyBytes, Func<HttpContext, SigningValues>? values)
{
    public async Task InvokeAsync(HttpContext context)
    {
        IHttpResponseBodyFeature sent = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var buffer = new AnswerBuffer(maxBodyBytes);
        var held = new StreamResponseBodyFeature(buffer, sent);
        context.Features.Set<IHttpResponseBodyFeature>(held);
        try
        {
            await endpoint(context).ConfigureAwait(false);
            await held.CompleteAsync().ConfigureAwait(false);
        }
        finally
        {
            context.Features.Set(sent);
        }

        HttpResponse response = context.Response;
        bool hasBody = !HttpMethods.IsHead(context.Request.Method) && response.StatusCode is >= 200 and not 204 and not 304;
        Sign(context, hasBody ? buffer.Written : default);
        if (hasBody)
        {
            response.ContentLength ??= buffer.Length;
        }

        if (buffer.Length > 0)
        {
            await sent.Writer.WriteAsync(buffer.Written, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private void Sign(HttpContext context, ReadOnlyMemory<byte> body)
    {
        Callers callers = Callers.Of(context);
        if (!callers.Signature.IsValid)
        {
            // A refusal has nobody to sign for. Anything else would be let in unsigned, and answered so.
            if (context.Response.StatusCode < 300)
            {
                throw new InvalidOperationException($"The answers of '{name}' are signed, but nothing has verified the request: call RequireSignature, with a scheme of '{answers.AnswersTo!.Name}', on the endpoint too.");
            }

            return;
        }

        IHeaderDictionary headers = context.Response.Headers;
        foreach ((string header, string value) in ((SignatureGate)callers.Signature.Gate!).SignAnswer(context, callers, answers, body, values?.Invoke(context) ?? default))
        {
            headers[header] = value;
        }
    }
}
