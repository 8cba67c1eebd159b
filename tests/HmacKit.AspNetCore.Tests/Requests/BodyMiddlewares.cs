using System.Buffers;
using System.IO.Pipelines;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Requests;

/// <summary>What stands before a signed endpoint and has its hands on the body: from well-behaved to careless.</summary>
internal static class BodyMiddlewares
{
    /// <summary>These leave the body whole, so that every reader gets it.</summary>
    public static IReadOnlyList<string> Careful { get; } = ["none", "buffered and rewound", "buffered, not rewound", "memory stream", "memory stream at its end", "decompression", "HTTP logging", "partly read, buffered", "form read, buffered", "own feature"];

    /// <summary>These use bodies up, or spoil them; of forms only, if they read forms.</summary>
    public static IReadOnlyList<string> Careless { get; } = ["form read", "method override", "read away", "partly read", "pipe read away", "pipe completed", "pipe left reading", "buffered, disposed", "read away, then buffered", "empty memory stream"];

    /// <summary>Whether the careless one leaves other bodies than forms alone.</summary>
    public static bool IsOfForms(string name) => name is "form read" or "method override";

    public static Task<SignedApp> StartAsync(string name, Action<WebApplicationBuilder> configure) => SignedApp.StartAsync(
        app =>
        {
            app.Use(async (context, next) =>
            {
                // A careless middleware may not bring down the test for it.
                try
                {
                    await next(context);
                }
                catch (Exception exception) when (exception is InvalidOperationException or IOException && !context.Response.HasStarted)
                {
                    context.Response.StatusCode = 400;
                }
            });
            Use(app, name);
            app.UseRouting();
            BodyReaders.Map(app);
        },
        builder =>
        {
            builder.Services.AddControllers().AddApplicationPart(typeof(BodyController).Assembly);
            builder.Services.AddHmacKit(hmac => hmac.AddApiKeys().AddLimits(options => options.Tiers["pro"] = [BucketLimit.PerHour(100)]));
            builder.Services.AddRequestDecompression();
            builder.Services.AddHttpLogging(options => options.LoggingFields = HttpLoggingFields.RequestBody);
            configure(builder);
        },
        maxBodyBytes: 8 * 1024 * 1024);

    private static void Use(WebApplication app, string name)
    {
        switch (name)
        {
            case "none":
                break;
            case "decompression":
                app.UseRequestDecompression();
                break;
            case "HTTP logging":
                app.UseHttpLogging();
                break;
            case "method override":
                app.UseHttpMethodOverride(new HttpMethodOverrideOptions { FormFieldName = "method" });
                break;
            default:
                app.Use(async (context, next) =>
                {
                    await HandleAsync(name, context);
                    await next(context);
                });
                break;
        }
    }

    private static async Task HandleAsync(string name, HttpContext context)
    {
        HttpRequest request = context.Request;
        switch (name)
        {
            case "buffered and rewound":
                request.EnableBuffering();
                await request.Body.CopyToAsync(Stream.Null);
                request.Body.Position = 0;
                break;
            case "buffered, not rewound":
                request.EnableBuffering();
                await request.Body.CopyToAsync(Stream.Null);
                break;
            case "partly read, buffered":
                request.EnableBuffering();
                await request.Body.ReadAtLeastAsync(new byte[10], 10, throwOnEndOfStream: false);
                break;
            case "form read, buffered":
                request.EnableBuffering();
                _ = request.HasFormContentType ? await request.ReadFormAsync() : null;
                break;
            case "buffered, disposed":
                request.EnableBuffering();
                using (var reader = new StreamReader(request.Body))
                {
                    await reader.ReadToEndAsync();
                }

                break;
            case "read away, then buffered":
                await request.Body.CopyToAsync(Stream.Null);
                request.EnableBuffering();
                break;
            case "memory stream":
            case "memory stream at its end":
                var copy = new MemoryStream();
                await request.Body.CopyToAsync(copy);
                copy.Position = name == "memory stream" ? 0 : copy.Length;
                request.Body = copy;
                break;
            case "empty memory stream":
                await request.Body.CopyToAsync(Stream.Null);
                request.Body = new MemoryStream();
                break;
            case "own feature":
                // The server's pipe knows nothing of this body.
                var own = new MemoryStream();
                await request.Body.CopyToAsync(own);
                own.Position = 0;
                context.Features.Set<IHttpRequestFeature>(CopyOf(context.Features.GetRequiredFeature<IHttpRequestFeature>(), own));
                break;
            case "form read":
                _ = request.HasFormContentType ? await request.ReadFormAsync() : null;
                break;
            case "read away":
                await request.Body.CopyToAsync(Stream.Null);
                break;
            case "partly read":
                await request.Body.ReadAtLeastAsync(new byte[10], 10, throwOnEndOfStream: false);
                break;
            case "pipe read away":
            case "pipe completed":
                while (await request.BodyReader.ReadAsync() is var read)
                {
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    if (read.IsCompleted)
                    {
                        break;
                    }
                }

                if (name == "pipe completed")
                {
                    await request.BodyReader.CompleteAsync();
                }

                break;
            case "pipe left reading":
                await request.BodyReader.ReadAsync();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, null);
        }
    }

    private static HttpRequestFeature CopyOf(IHttpRequestFeature request, Stream body) => new()
    {
        Protocol = request.Protocol,
        Scheme = request.Scheme,
        Method = request.Method,
        PathBase = request.PathBase,
        Path = request.Path,
        QueryString = request.QueryString,
        RawTarget = request.RawTarget,
        Headers = request.Headers,
        Body = body,
    };
}
