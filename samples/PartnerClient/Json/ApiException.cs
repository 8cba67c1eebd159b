using System.Net;

namespace PartnerClient.Json;

/// <summary>An API said no.</summary>
internal sealed class ApiException(HttpStatusCode status, string answer) : Exception($"{(int)status} {answer}")
{
    public HttpStatusCode Status { get; } = status;
}
