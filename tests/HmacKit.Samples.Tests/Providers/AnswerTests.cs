using System.Text.Json;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Http;
using Providers.OneRing;
using Providers.Oort;
using Providers.OsayCore;
using Providers.TheOne;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>The documented error form of each API, row by row.</summary>
public class AnswerTests
{
    private static readonly RefusalAnswer[] All = [OneRingAnswer.Instance, OsayCoreAnswer.Instance, TheOneAnswer.Instance, OortAnswer.Instance];

    [Theory]
    [InlineData(RefusalReason.InvalidKey, 401, "INVALID_KEY")]
    [InlineData(RefusalReason.MissingKey, 401, "INVALID_KEY")]
    [InlineData(RefusalReason.InsufficientScope, 403, "INSUFFICIENT_SCOPE")]
    [InlineData(RefusalReason.CanaryOnly, 403, "CANARY_ONLY_MODE")]
    [InlineData(RefusalReason.LimitExceeded, 429, "RATE_LIMIT_EXCEEDED")]
    [InlineData(RefusalReason.InvalidSignature, 401, "INVALID_SIGNATURE")]
    [InlineData(RefusalReason.TimestampOutsideWindow, 400, "REPLAY_DETECTED")]
    [InlineData(RefusalReason.Replayed, 400, "REPLAY_DETECTED")]
    [InlineData(RefusalReason.InternalError, 500, "INTERNAL_ERROR")]
    [InlineData(RefusalReason.Unavailable, 503, "INTERNAL_ERROR")]
    public async Task OneRing_has_its_table_of_codes(RefusalReason reason, int status, string code)
    {
        (HttpContext context, JsonElement json) = await WriteAsync(OneRingAnswer.Instance, new Refusal(reason));
        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal(code, json.GetProperty("code").GetString());
        Assert.NotEmpty(json.GetProperty("message").GetString()!);
    }

    [Theory]
    [InlineData(RefusalReason.MissingSignature, 401, "Missing API authentication headers")]
    [InlineData(RefusalReason.InvalidSignature, 401, "Invalid API signature")]
    [InlineData(RefusalReason.TimestampOutsideWindow, 401, "Invalid API signature")]
    [InlineData(RefusalReason.MissingToken, 401, "Unauthorized")]
    [InlineData(RefusalReason.InvalidToken, 401, "Authentication token expired/invalid")]
    [InlineData(RefusalReason.LimitExceeded, 429, "Too many requests")]
    public async Task OsayCore_has_its_texts(RefusalReason reason, int status, string error)
    {
        (HttpContext context, JsonElement json) = await WriteAsync(OsayCoreAnswer.Instance, new Refusal(reason));
        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal(error, json.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData(RefusalReason.InvalidSignature, "Invalid signature")]
    [InlineData(RefusalReason.TimestampOutsideWindow, "Request timestamp outside allowed window")]
    [InlineData(RefusalReason.Replayed, "Nonce has already been used")]
    [InlineData(RefusalReason.MissingSignature, "Missing API key")]
    public async Task TheOne_has_its_four_errors(RefusalReason reason, string error)
    {
        (HttpContext context, JsonElement json) = await WriteAsync(TheOneAnswer.Instance, new Refusal(reason));
        Assert.Equal(401, context.Response.StatusCode);
        Assert.Equal(error, json.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData(RefusalReason.InvalidSignature, 401, 401)]
    [InlineData(RefusalReason.BadRequest, 400, 400)]
    [InlineData(RefusalReason.LimitExceeded, 429, 1)]
    [InlineData(RefusalReason.InternalError, 500, 500)]
    public async Task OORT_has_its_codes(RefusalReason reason, int status, int code)
    {
        (HttpContext context, JsonElement json) = await WriteAsync(OortAnswer.Instance, new Refusal(reason));
        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal(code, json.GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Every_form_is_JSON_for_every_reason_and_says_its_length()
    {
        foreach (RefusalAnswer answer in All)
        {
            foreach (RefusalReason reason in Enum.GetValues<RefusalReason>())
            {
                (HttpContext context, JsonElement json) = await WriteAsync(answer, new Refusal(reason));
                Assert.InRange(context.Response.StatusCode, 400, 503);
                Assert.Equal(context.Response.StatusCode, answer.GetStatusCode(reason));
                Assert.Equal(context.Response.ContentLength, context.Response.Body.Length);
                Assert.Equal(JsonValueKind.Object, json.ValueKind);
                Assert.Contains("json", context.Response.ContentType, StringComparison.Ordinal);
            }
        }
    }

    private static async Task<(HttpContext Context, JsonElement Json)> WriteAsync(RefusalAnswer answer, Refusal refusal)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await answer.WriteAsync(context, refusal);
        context.Response.Body.Position = 0;
        return (context, (await JsonDocument.ParseAsync(context.Response.Body)).RootElement);
    }
}
