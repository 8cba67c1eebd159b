using Providers.Json;

namespace Providers.OneRing;

/// <summary>OneRing's errors: a code for programs and a text for people.</summary>
internal static class OneRingAnswers
{
    public static IResult UserNotFound => Error(StatusCodes.Status404NotFound, "NOT_FOUND", "There is no such user.");

    public static IResult InvalidRequest(string message) => Error(StatusCodes.Status400BadRequest, "INVALID_REQUEST", message);

    public static IResult Refuse(int statusCode, string message) => Error(statusCode, statusCode == StatusCodes.Status404NotFound ? "NOT_FOUND" : "INVALID_REQUEST", message);

    private static IResult Error(int statusCode, string code, string message) => ApiJson.Answer(new { code, message }, statusCode);
}
