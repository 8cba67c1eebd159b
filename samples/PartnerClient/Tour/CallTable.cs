using PartnerClient.Json;

namespace PartnerClient.Tour;

/// <summary>Makes calls, and writes a line for each.</summary>
internal sealed class CallTable(string api, TextWriter writer)
{
    /// <summary>True as long as every call went well.</summary>
    public bool IsGood { get; private set; } = true;

    /// <summary>Makes a call; null if it failed.</summary>
    /// <param name="call">The call as the table shows it.</param>
    /// <param name="send">Makes it.</param>
    /// <param name="show">What is worth showing of the answer.</param>
    public async Task<T?> CallAsync<T>(string call, Func<Task<T>> send, Func<T, string> show)
        where T : class
    {
        try
        {
            T answer = await send();
            await WriteAsync(call, "ok", show(answer));
            return answer;
        }
        catch (Exception exception) when (exception is ApiException or HttpRequestException or InvalidOperationException or System.Text.Json.JsonException)
        {
            IsGood = false;
            await WriteAsync(call, "FAILED", exception.Message);
            return null;
        }
    }

    private Task WriteAsync(string call, string outcome, string answer) => writer.WriteLineAsync($"{api,-9} {call,-43} {outcome,-7} {answer}");
}
