using Providers.Json;

namespace Providers.OsayCore;

/// <summary>OsayCore's errors: a text that programs of its users show.</summary>
internal static class OsayCoreAnswers
{
    public static IResult BadRequest(string error) => Error(StatusCodes.Status400BadRequest, error);

    public static IResult Forbidden(string error) => Error(StatusCodes.Status403Forbidden, error);

    public static IResult Conflict(string error) => Error(StatusCodes.Status409Conflict, error);

    public static IResult UserNotFound => Error(StatusCodes.Status404NotFound, "User not found");

    public static IResult InsufficientCredits => Error(StatusCodes.Status402PaymentRequired, "Insufficient credits");

    public static IResult Unavailable => Error(StatusCodes.Status503ServiceUnavailable, "Try again later");

    private static IResult Error(int statusCode, string error) => ApiJson.Answer(new { error }, statusCode);
}
