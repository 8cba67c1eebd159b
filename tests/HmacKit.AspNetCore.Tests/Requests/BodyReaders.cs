using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace HmacKit.AspNetCore.Tests.Requests;

/// <summary>Endpoints that read their body in every way that there is, and answer with a digest of what they saw.</summary>
internal static class BodyReaders
{
    public const string Json = "application/json";
    public const string UrlEncoded = "application/x-www-form-urlencoded";
    public const string Multipart = "multipart/form-data; boundary=xyz";

    private const string None = "none";

    private static readonly Dictionary<(string Target, string ContentType, int Length), (byte[] Body, string Digest)> Made = [];

    /// <summary>The targets, with the content type that each takes.</summary>
    public static IReadOnlyList<(string Target, string ContentType)> All { get; } =
    [
        ("/dto", Json), ("/element", Json), ("/stream", Json), ("/reader", UrlEncoded), ("/pipe", Json), ("/deserialize", Json), ("/form", UrlEncoded),
        ("/multipart", Multipart), ("/controller/body", Json), ("/controller/form", UrlEncoded), ("/filter", Json), ("/filter/stream", UrlEncoded),
    ];

    public static void Map(WebApplication app)
    {
        RouteGroupBuilder signed = app.MapGroup("").RequireSignature("theone").DisableAntiforgery();
        signed.MapPost("/dto", (Dto? dto) => Of(dto?.Value));
        signed.MapPost("/element", (JsonElement? element) => element is { ValueKind: not JsonValueKind.Undefined } json ? Of(json.GetRawText()) : None);
        signed.MapPost("/stream", (Stream body) => BodyDigest.OfAsync(body));
        signed.MapPost("/reader", async (HttpRequest request) => Of(await new StreamReader(request.Body).ReadToEndAsync()));
        signed.MapPost("/pipe", (PipeReader body) => BodyDigest.OfAsync(body.AsStream()));
        signed.MapPost("/deserialize", async (HttpRequest request) => await DeserializeAsync(request.Body));
        signed.MapPost("/form", ([FromForm] string? value) => Of(value));
        signed.MapPost("/multipart", async (IFormFile? file) => file is null ? None : await BodyDigest.OfAsync(file.OpenReadStream()));
        signed.MapPost("/filter", (Dto? dto) => "not asked").AddEndpointFilter(async (context, _) => await Task.FromResult(Of(context.GetArgument<Dto?>(0)?.Value)));
        signed.MapPost("/filter/stream", () => "not asked").AddEndpointFilter(async (context, _) => await BodyDigest.OfAsync(context.HttpContext.Request.Body));
        app.MapControllers().RequireSignature("theone");
    }

    /// <summary>A body of a length, and the digest that its reader has to answer with.</summary>
    public static (byte[] Body, string Digest) Make(string target, string contentType, int length)
    {
        string key = IsRaw(target) ? target : "";
        lock (Made)
        {
            return Made.TryGetValue((key, contentType, length), out (byte[] Body, string Digest) made)
                ? made
                : Made[(key, contentType, length)] = MakeNew(target, contentType, length);
        }
    }

    private static (byte[] Body, string Digest) MakeNew(string target, string contentType, int length)
    {
        (string before, string after) = contentType switch
        {
            Json => ("{\"value\":\"", "\"}"),
            UrlEncoded => ("value=", ""),
            _ => ("--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\nContent-Type: application/octet-stream\r\n\r\n", "\r\n--xyz--\r\n"),
        };
        if (length == 0)
        {
            return ([], IsRaw(target) && target != "/element" ? BodyDigest.Of([]) : None);
        }

        string value = string.Create(Math.Max(7, length - before.Length - after.Length), length, static (span, seed) =>
        {
            var random = new Random(seed);
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = (char)('a' + random.Next(26));
            }
        });
        byte[] body = Encoding.ASCII.GetBytes(before + value + after);
        return (body, IsRaw(target) ? BodyDigest.Of(body) : Of(value));
    }

    private static async Task<string> DeserializeAsync(Stream body)
    {
        try
        {
            return Of((await JsonSerializer.DeserializeAsync<Dto>(body, JsonSerializerOptions.Web))?.Value);
        }
        catch (JsonException)
        {
            return None;
        }
    }

    public static string Of(string? value) => value is null ? None : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    private static bool IsRaw(string target) => target is "/element" or "/stream" or "/reader" or "/pipe" or "/filter/stream";

    public sealed record Dto(string Value);
}

[ApiController]
[Route("controller")]
public class BodyController : ControllerBase
{
    [HttpPost("body")]
    public string Body([FromBody(EmptyBodyBehavior = Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior.Allow)] Dto? dto) => BodyReaders.Of(dto?.Value);

    [HttpPost("form")]
    public string Form([FromForm] string? value) => BodyReaders.Of(value);

    public sealed record Dto(string Value);
}
