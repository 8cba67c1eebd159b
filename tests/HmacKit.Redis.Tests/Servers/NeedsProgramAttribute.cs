namespace HmacKit.Redis.Tests.Servers;

/// <summary>Says that the tests of a class need a program. Where it isn't installed they are reported as not run, which is neither passed nor failed.</summary>
/// <param name="program">Its name on the PATH.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsProgramAttribute(string program) : Attribute
{
    public string Program => program;
}
