using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace HierKD.Cuda;

/// <summary>Runs the tests of this assembly in this process: where it runs there is no SDK.</summary>
internal sealed class TestRun : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    private readonly ManualResetEventSlim _done = new();
    private int _passed, _failed;

    /// <summary>Runs all, one after the other.</summary>
    public static (int Passed, int Failed) All()
    {
        using var run = new TestRun();
        using var framework = new XunitTestFramework(run);
        using var executor = framework.GetExecutor(Assembly.GetExecutingAssembly().GetName());
        var options = new TestOptions();
        // The generator is global to the process.
        options.SetValue<bool?>("xunit.execution.DisableParallelization", true);
        executor.RunAll(run, options, options);
        run._done.Wait();
        return (run._passed, run._failed);
    }

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestPassed passed:
                _passed++;
                Console.WriteLine($"  passed {passed.Test.DisplayName} ({passed.ExecutionTime:0.0} s)");
                break;
            case ITestAssemblyFinished:
                _done.Set();
                break;
            // A test's own failure, and those around tests.
            case IFailureInformation failure:
                _failed++;
                var name = (message as ITestMessage)?.Test.DisplayName ?? message.GetType().Name;
                Console.WriteLine(
                    $"  FAILED {name}\n{string.Join('\n', failure.Messages)}\n{string.Join('\n', failure.StackTraces)}");
                break;
        }
        return true;
    }

    public void Dispose() => _done.Dispose();
}
