using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore.Tests.Answers;

/// <summary>The documented form of each API, row by row.</summary>
public class RefusalAnswerTests
{
    private static readonly RefusalAnswer[] All =
        [RefusalAnswer.Problem, RefusalAnswer.OneRing, RefusalAnswer.OsayCore, RefusalAnswer.TheOne, RefusalAnswer.Oort];

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
        (HttpContext context, JsonElement json) = await WriteAsync(RefusalAnswer.OneRing, new Refusal(reason));
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
        (HttpContext context, JsonElement json) = await WriteAsync(RefusalAnswer.OsayCore, new Refusal(reason));
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
        (HttpContext context, JsonElement json) = await WriteAsync(RefusalAnswer.TheOne, new Refusal(reason));
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
        (HttpContext context, JsonElement json) = await WriteAsync(RefusalAnswer.Oort, new Refusal(reason));
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

    [Fact]
    public void Every_status_of_the_engine_has_a_reason_and_only_the_server_s_own_trouble_is_503()
    {
        foreach (VerificationStatus status in Enum.GetValues<VerificationStatus>().Except([VerificationStatus.Valid]))
        {
            bool isOurs = status is VerificationStatus.KeySourceUnavailable or VerificationStatus.ReplayStoreUnavailable;
            Assert.Equal(isOurs, RefusalAnswer.Problem.GetStatusCode(Refusal.Of(status).Reason) == 503);
        }

        foreach (ApiKeyStatus status in Enum.GetValues<ApiKeyStatus>().Except([ApiKeyStatus.Valid]))
        {
            Assert.Equal(status == ApiKeyStatus.StoreUnavailable, RefusalAnswer.Problem.GetStatusCode(Refusal.Of(status).Reason) == 503);
        }
    }

    [Fact]
    public async Task Retry_after_is_said_where_waiting_helps()
    {
        var bucket = BucketLimit.PerMinute(1);
        var exhausted = new LimitDecision(LimitStatus.Exhausted, bucket, 0, DateTimeOffset.UnixEpoch.AddSeconds(60), TimeSpan.FromSeconds(59.5));
        Assert.Equal("60", await RetryAfterAsync(Refusal.Of(exhausted)));
        Assert.Equal("", await RetryAfterAsync(Refusal.Of(new LimitDecision(LimitStatus.OverCapacity, bucket, retryAfter: LimitDecision.Never))));
        Assert.Equal("1", await RetryAfterAsync(Refusal.Of(new LimitDecision(LimitStatus.Unavailable))));
        Assert.Equal("1", await RetryAfterAsync(Refusal.Of(VerificationStatus.KeySourceUnavailable)));
        Assert.Equal("30", await RetryAfterAsync(new Refusal(RefusalReason.InternalError, retryAfterSeconds: 30)));
        Assert.Equal("", await RetryAfterAsync(Refusal.Of(VerificationStatus.SignatureMismatch)));

        static async Task<string> RetryAfterAsync(Refusal refusal) => (await WriteAsync(RefusalAnswer.OneRing, refusal)).Context.Response.Headers.RetryAfter.ToString();
    }

    [Fact]
    public async Task Nothing_is_written_for_a_caller_who_is_gone()
    {
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true), Response = { Body = new MemoryStream() } };
        await RefusalAnswer.Problem.WriteAsync(context, RefusalReason.InvalidSignature);
        Assert.Equal("499 0", string.Create(CultureInfo.InvariantCulture, $"{context.Response.StatusCode} {context.Response.Body.Length}"));
    }

    private static async Task<(HttpContext Context, JsonElement Json)> WriteAsync(RefusalAnswer answer, Refusal refusal)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await answer.WriteAsync(context, refusal);
        context.Response.Body.Position = 0;
        return (context, (await JsonDocument.ParseAsync(context.Response.Body)).RootElement);
    }
}
