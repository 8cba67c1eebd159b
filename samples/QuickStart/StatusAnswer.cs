using System.Text.Json;
using HmacKit;
using HmacKit.AspNetCore;

namespace QuickStart;

/// <summary>
/// Answers with the status, since it is what the quick start is about. A server for strangers says no more than "401":
/// which check failed is for its own log.
/// </summary>
public sealed class StatusAnswer : RefusalAnswer
{
    protected override Task WriteBodyAsync(HttpContext context, Refusal refusal) =>
        context.Response.WriteAsync(JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.Verification.ToString()), context.RequestAborted);
}
