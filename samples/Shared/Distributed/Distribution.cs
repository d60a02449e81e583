using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Samples;

/// <summary>The processes that a sample was started in: this one alone, or those of <c>mpirun</c> with <c>--distributed</c>.</summary>
internal sealed class Distribution
{
    private readonly MpiProcessGroup? _mpi;

    private Distribution(MpiProcessGroup? mpi) => _mpi = mpi;

    /// <summary>For <see cref="SessionOptions.Processes"/>.</summary>
    public IProcessGroup Processes => _mpi is null ? ProcessGroup.Single : _mpi;

    /// <summary>Whether this process does what only one does: train the original, write files, look at the test set.</summary>
    public bool IsFirst => Processes.Rank == 0;

    /// <summary>Does a sample's work; the others hear of what ends it.</summary>
    public static int Run(bool distributed, Func<Distribution, int> work)
    {
        if (!distributed) return work(new Distribution(null));
        using var mpi = MpiProcessGroup.Start();
        // One process speaks.
        if (mpi.Rank > 0) AnsiConsole.Console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(TextWriter.Null) });
        AnsiConsole.WriteLine($"{mpi.Size} processes on {mpi.Library}.");
        try
        {
            var code = work(new Distribution(mpi));
            mpi.Barrier();
            return code;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The others may be waiting for this one.
            Console.Error.WriteLine($"Process {mpi.Rank}: {failure.Message}");
            mpi.Abort();
            throw;
        }
    }

    /// <summary>Where this process computes.</summary>
    public Device Place(Device device) => _mpi is not null && device.type == DeviceType.CUDA ? _mpi.Device : device;

    /// <summary>Lets the first process make a model's weights, and gives them to the others.</summary>
    public void Share(nn.Module model, Action make)
    {
        if (IsFirst) make();
        if (_mpi is null) return;
        _mpi.Barrier();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var tensor in model.state_dict().Values) _mpi.Broadcast(tensor);
        model.eval();
    }
}
