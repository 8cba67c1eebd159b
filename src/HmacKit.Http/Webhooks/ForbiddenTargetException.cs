namespace HmacKit.Http;

/// <summary>Carries out of the connection's making that no address of the target may be connected to.</summary>
internal sealed class ForbiddenTargetException : IOException;
