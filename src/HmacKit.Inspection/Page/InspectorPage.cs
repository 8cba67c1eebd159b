using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace HmacKit.Inspection;

/// <summary>The page and what it asks for, under any path.</summary>
internal sealed class InspectorPage(
    InspectionHistory history, InspectionFeed feed, Resender? resender, InspectorView about, PageGuard guard, CancellationToken stopping)
{
    private const int MaxRows = 200;
    private const int MaxOrderBytes = 4 * 1024 * 1024;
    private const string Csp =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static readonly (string Path, string File, string Type)[] Files =
    [
        ("/", "inspector.html", "text/html; charset=utf-8"),
        ("/inspector.js", "inspector.js", "text/javascript; charset=utf-8"),
        ("/view.js", "view.js", "text/javascript; charset=utf-8"),
        ("/icon.svg", "icon.svg", "image/svg+xml"),
        ("/inspector.css", "inspector.css", "text/css; charset=utf-8"),
    ];

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Its path below the page's own.</param>
    public async Task InvokeAsync(HttpContext context, string path)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Csp;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (!guard.LetsIn(context))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            await GetAsync(context, path).ConfigureAwait(false);
        }
        else if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        }
        else if (!PageGuard.IsOwnCall(context))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else
        {
            await PostAsync(context, path).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext context, int status, string error) => WriteAsync(context, new ProblemView(error), InspectionJson.Default.ProblemView, status);

    private static async Task WriteFileAsync(HttpContext context, string file, string type)
    {
        byte[] bytes = EmbeddedFile.Bytes(file);
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task GetAsync(HttpContext context, string path)
    {
        foreach ((string own, string file, string type) in Files)
        {
            if (path == own)
            {
                await WriteFileAsync(context, file, type).ConfigureAwait(false);
                return;
            }
        }

        switch (path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            case ["api", "about"]:
                await WriteAsync(context, about, InspectionJson.Default.InspectorView).ConfigureAwait(false);
                break;
            case ["api", "ids"]:
                string text = context.Request.Query["q"].ToString();
                var filter = new HistoryFilter(text.Length <= HistoryFilter.MaxText ? text : text[..HistoryFilter.MaxText], context.Request.Query["refused"] == "1");
                await WriteAsync(context, history.List(filter), InspectionJson.Default.Int64Array).ConfigureAwait(false);
                break;
            case ["api", "requests"]:
                IEnumerable<long> ids = context.Request.Query["ids"].ToString().Split(',').Take(MaxRows).Select(Number).OfType<long>();
                await WriteAsync(context, history.Read(ids), InspectionJson.Default.ExchangeSummaryArray).ConfigureAwait(false);
                break;
            case ["api", "requests", var id] when Find(id) is { } exchange:
                await WriteAsync(context, ExchangeView.Of(exchange), InspectionJson.Default.ExchangeView).ConfigureAwait(false);
                break;
            case ["api", "requests", var id, "export", var kind] when Find(id) is { } exchange && RequestExport.Of(exchange, kind, about) is { } export:
                // As bytes to be saved or copied: whatever is in them, no browser shows them.
                context.Response.ContentType = "application/octet-stream";
                context.Response.ContentLength = export.Length;
                await context.Response.Body.WriteAsync(export, context.RequestAborted).ConfigureAwait(false);
                break;
            case ["api", "live"]:
                await WatchAsync(context).ConfigureAwait(false);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private async Task PostAsync(HttpContext context, string path)
    {
        try
        {
            switch (path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                case ["api", "clear"]:
                    history.Clear();
                    await WriteAsync(context, [], InspectionJson.Default.Int64Array).ConfigureAwait(false);
                    break;
                case ["api", "requests", var id, "replay"] when resender is not null && Find(id) is { } exchange:
                    long? replayed = await resender.ReplayAsync(exchange, isSignedAnew: context.Request.Query["sign"] == "1", context.RequestAborted).ConfigureAwait(false);
                    await WriteAsync(context, new SentView(replayed), InspectionJson.Default.SentView).ConfigureAwait(false);
                    break;
                case ["api", "send"] when resender is not null:
                    await SendAsync(context, resender).ConfigureAwait(false);
                    break;
                default:
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    break;
            }
        }
        catch (ResendException exception)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, exception.Message).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(HttpContext context, Resender sender)
    {
        SendOrder? order = null;
        if (context.Request.ContentLength is <= MaxOrderBytes)
        {
            try
            {
                order = await JsonSerializer.DeserializeAsync(context.Request.Body, InspectionJson.Default.SendOrder, context.RequestAborted).ConfigureAwait(false);
            }
            catch (JsonException)
            {
                // Not what the page sends.
            }
        }

        if (order is null || order.Headers.Any(static line => line is not { Name: not null, Value: not null }) || order.Method is null || order.Target is null)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "This isn't a request to be sent.").ConfigureAwait(false);
        }
        else if (history.Find(order.From) is not { } from)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "The request that was edited is gone.").ConfigureAwait(false);
        }
        else
        {
            await WriteAsync(context, new SentView(await sender.SendAsync(from, order, context.RequestAborted).ConfigureAwait(false)), InspectionJson.Default.SentView).ConfigureAwait(false);
        }
    }

    private async Task WatchAsync(HttpContext context)
    {
        // A page that stays open must not keep the host from stopping.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using InspectionFeed.Watcher? watcher = feed.TryWatch();
        if (watcher is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        context.Response.ContentType = "text/event-stream";
        try
        {
            await context.Response.Body.WriteAsync(": hello\n\n"u8.ToArray(), either.Token).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(either.Token).ConfigureAwait(false);
            await foreach (ExchangeSummary summary in watcher.ReadAllAsync(either.Token).ConfigureAwait(false))
            {
                byte[] json = JsonSerializer.SerializeToUtf8Bytes(summary, InspectionJson.Default.ExchangeSummary);
                await context.Response.Body.WriteAsync((byte[])[.. "data: "u8, .. json, .. "\n\n"u8], either.Token).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The page was closed, or the host stops.
        }
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private Exchange? Find(string id) => Number(id) is { } number ? history.Find(number) : null;
}
