using System.Reflection;
using Xunit.Sdk;

namespace HmacKit.Testing.Tests.Contracts;

/// <summary>Runs the tests of a contract by hand, to see whether a store fails them.</summary>
internal static class ContractRun
{
    /// <summary>Whether a test of the contract fails, in any of its rows.</summary>
    public static async Task<bool> FailsAsync<T>(string name)
        where T : new()
    {
        MethodInfo test = typeof(T).GetMethod(name)!;
        DataAttribute[] data = [.. test.GetCustomAttributes<DataAttribute>()];
        object?[][] rows = data.Length == 0 ? [[]] : [.. data.SelectMany(source => source.GetData(test))];
        foreach (object?[] row in rows)
        {
            // Each row gets an instance of its own, as a runner gives it.
            if (await Record.ExceptionAsync(() => (Task)test.Invoke(new T(), row)!) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether any test of the contract fails.</summary>
    public static async Task<bool> FailsAsync<T>()
        where T : new()
    {
        foreach (MethodInfo test in typeof(T).GetMethods().Where(method => method.IsDefined(typeof(FactAttribute))))
        {
            if (await FailsAsync<T>(test.Name))
            {
                return true;
            }
        }

        return false;
    }
}
