using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;

namespace PartnerClient.Json;

/// <summary>Requests and answers in JSON.</summary>
internal static class JsonCalls
{
    private const int MaxShown = 300;

    public static Task<T> GetAsync<T>(this HttpClient http, string path, JsonTypeInfo<T> type, string? userToken = null) =>
        http.SendAsync(new HttpRequestMessage(HttpMethod.Get, path), type, userToken);

    public static Task<TAnswer> PostAsync<T, TAnswer>(
        this HttpClient http, string path, T body, JsonTypeInfo<T> type, JsonTypeInfo<TAnswer> answer, string? userToken = null) =>
        http.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, type) }, answer, userToken);

    /// <summary>Posts what has no answer but its status.</summary>
    public static async Task PostAsync<T>(this HttpClient http, string path, T body, JsonTypeInfo<T> type)
    {
        using HttpResponseMessage response = await http.PostAsync(path, JsonContent.Create(body, type));
        await ThrowIfRefusedAsync(response);
    }

    /// <summary>Posts a form, as OAuth has it.</summary>
    public static Task<T> PostFormAsync<T>(this HttpClient http, string path, Dictionary<string, string> form, JsonTypeInfo<T> type) =>
        http.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) }, type, userToken: null);

    /// <summary>Posts a form that has no answer but its status.</summary>
    public static async Task PostFormAsync(this HttpClient http, string path, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using HttpResponseMessage response = await http.PostAsync(path, content);
        await ThrowIfRefusedAsync(response);
    }

    private static async Task<T> SendAsync<T>(this HttpClient http, HttpRequestMessage request, JsonTypeInfo<T> type, string? userToken)
    {
        using (request)
        {
            if (userToken is not null)
            {
                request.Headers.Authorization = new("Bearer", userToken);
            }

            using HttpResponseMessage response = await http.SendAsync(request);
            await ThrowIfRefusedAsync(response);
            return await response.Content.ReadFromJsonAsync(type)
                ?? throw new ApiException(response.StatusCode, "The answer is null.");
        }
    }

    private static async Task ThrowIfRefusedAsync(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            string text = await response.Content.ReadAsStringAsync();
            throw new ApiException(response.StatusCode, text.Length > MaxShown ? text[..MaxShown] : text);
        }
    }
}
