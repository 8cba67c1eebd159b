using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;
using Providers.Diagnostics;
using Providers.Json;

namespace Providers.Errors;

/// <summary>
/// What no endpoint has answered, in the form of the API whose address was asked for: a path that isn't there, a method that it doesn't have, and an error
/// of the server's own. Each answer has the id of its request in <c>X-Request-Id</c>, which the log has too.
/// </summary>
internal static class ApiErrors
{
    private const string RequestId = "X-Request-Id";

    /// <summary>OneRing's document: after an internal error try again after 30 seconds.</summary>
    private const string OneRingRetryAfter = "30";

    private static readonly TimeSpan AbortedWithin = TimeSpan.FromSeconds(1);

    // The longer paths first: each is looked for before those that it lies in.
    private static readonly (PathString Path, Func<int, string, object> Body)[] Forms =
    [
        ("/v1/external", OneRing),
        ("/api/v1", (status, _) => new { error = TitleOf(status) }),
        ("/broker", (status, _) => new { error = TitleOf(status) }),
        ("/api/plugin", (status, _) => new { code = status >= 500 ? 500 : status == 401 ? 401 : 400, message = TitleOf(status) }),
        ("/api", (status, id) => new { error = TitleOf(status), request_id = id }),
        ("/oauth/google", (status, id) => new { error = TitleOf(status), request_id = id }),
        ("/oauth/github", (status, id) => new { error = TitleOf(status), request_id = id }),
    ];

    /// <summary>Before all other middleware.</summary>
    public static void UseApiErrors(this WebApplication app)
    {
        app.Use(next => context =>
        {
            context.Response.OnStarting(static state =>
            {
                var context = (HttpContext)state;
                context.Response.Headers[RequestId] = context.TraceIdentifier;
                return Task.CompletedTask;
            }, context);
            return next(context);
        });
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context =>
            {
                if (context.Features.Get<IExceptionHandlerFeature>()?.Error is { } error && StatusOf(error) >= StatusCodes.Status500InternalServerError)
                {
                    Log.RequestFailed(app.Logger, context.TraceIdentifier, error.GetType().Name);
                }

                return WriteAsync(context);
            },
            StatusCodeSelector = StatusOf,
            SuppressDiagnosticsCallback = static failed => StatusOf(failed.Exception) < StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages(pages => WriteAsync(pages.HttpContext));
        app.Use(next => context => LetGoAsync(context, next));
    }

    // A form that is over its limits is an InvalidDataException where somebody else reads it.
    private static int StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException => StatusCodes.Status400BadRequest,
        IOException { InnerException: OverflowException } => StatusCodes.Status400BadRequest, // the size of a chunk
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Lets go of a client that is gone while its body is read: that is no error of the server's, and anybody can cause any number of them.</summary>
    private static async Task LetGoAsync(HttpContext context, RequestDelegate next)
    {
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type) && !IsUtf8(type))
        {
            // A form of UTF-7 throws where it is read, and the documents have no other encoding than UTF-8.
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            if (IsHttp1(context))
            {
                // Kestrel mustn't look for another request behind a body that ended early: it would log "Reading is already in progress". Of HTTP/2 the other streams go on.
                context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            }

            if (exception is not (ConnectionResetException or ConnectionAbortedException) && !await IsGoneAsync(context))
            {
                throw;
            }

            context.Abort();
        }
    }

    /// <summary>Of a stream that was reset the body fails first, and <see cref="HttpContext.RequestAborted"/> follows.</summary>
    private static async Task<bool> IsGoneAsync(HttpContext context)
    {
        if (!IsHttp1(context))
        {
            await Task.Delay(AbortedWithin, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return context.RequestAborted.IsCancellationRequested;
    }

    private static bool IsHttp1(HttpContext context) => HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol);

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        type.Charset.Length == 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static Task WriteAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        int status = response.StatusCode;
        // It is decoded already; taken for a PathString without saying so, it would be decoded again.
        PathString path = context.Features.Get<IExceptionHandlerPathFeature>() is { } failed ? new PathString(failed.Path) : context.Request.Path;
        foreach ((PathString prefix, Func<int, string, object> body) in Forms)
        {
            if (path.StartsWithSegments(prefix, StringComparison.Ordinal))
            {
                if (body == OneRing && status == StatusCodes.Status500InternalServerError)
                {
                    response.Headers.RetryAfter = OneRingRetryAfter;
                }

                return WriteAsync(response, "application/json", JsonSerializer.Serialize(body(status, context.TraceIdentifier), ApiJson.Options));
            }
        }

        return WriteAsync(response, "application/problem+json", JsonSerializer.Serialize(
            new { type = "about:blank", title = TitleOf(status), status, request_id = context.TraceIdentifier }));
    }

    private static Task WriteAsync(HttpResponse response, string contentType, string text)
    {
        response.ContentType = contentType;
        return response.WriteAsync(text, CancellationToken.None);
    }

    private static object OneRing(int status, string requestId) => new
    {
        code = status switch
        {
            >= 500 => "INTERNAL_ERROR",
            404 => "NOT_FOUND",
            405 => "METHOD_NOT_ALLOWED",
            _ => "BAD_REQUEST",
        },
        message = TitleOf(status),
    };

    private static string TitleOf(int status) => status switch
    {
        400 => "Bad request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not found",
        405 => "Method not allowed",
        408 => "Request timeout",
        413 => "Payload too large",
        415 => "Unsupported media type",
        503 => "Service unavailable",
        >= 500 => "Internal server error",
        _ => "Bad request",
    };
}
