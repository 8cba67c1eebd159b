using Providers.Json;

namespace Providers.TheOne;

/// <summary>TheOne's errors.</summary>
internal static class TheOneAnswers
{
    public static IResult BadRequest(string message) => Error(StatusCodes.Status400BadRequest, message);

    public static IResult NotFound(string message) => Error(StatusCodes.Status404NotFound, message);

    private static IResult Error(int statusCode, string error) => ApiJson.Answer(new { error }, statusCode);
}
