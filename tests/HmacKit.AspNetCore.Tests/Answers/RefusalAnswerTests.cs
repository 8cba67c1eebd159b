using System.Globalization;
using System.Text.Json;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore.Tests.Answers;

/// <summary>What a refused caller is told.</summary>
public class RefusalAnswerTests
{
    private static readonly RefusalAnswer[] All =
        [RefusalAnswer.Problem, ReasonAnswer.Instance];

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

        static async Task<string> RetryAfterAsync(Refusal refusal) => (await WriteAsync(RefusalAnswer.Problem, refusal)).Context.Response.Headers.RetryAfter.ToString();
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
