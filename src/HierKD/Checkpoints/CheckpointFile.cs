using static TorchSharp.torch;

namespace HierKD;

/// <summary>The place of a run's checkpoint, which no other run uses meanwhile, and the file that is there.</summary>
internal sealed class CheckpointFile : IDisposable
{
    private FileLock? _lock;
    private FileOfFirst? _copy;

    private CheckpointFile(string path, SafetensorsFile? file)
    {
        (Path, File) = (path, file);
        Manifest = file is null ? null : CheckpointManifest.Of(path, file);
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The file, if there is one: open until what a phase needs has been read, whatever becomes of the path meanwhile.</summary>
    public SafetensorsFile? File { get; }

    /// <summary>What the file says.</summary>
    public CheckpointManifest? Manifest { get; }

    /// <summary>Where the run goes on.</summary>
    public (PruningPhase Phase, int EpochsDone)? Place => Manifest is null ? null : (Manifest.Phase, Manifest.EpochsDone);

    /// <summary>The same for several processes: the first has the place, the others what lies there.</summary>
    /// <exception cref="CheckpointException">The first cannot write there, or another run uses it.</exception>
    /// <exception cref="InvalidDataException">What is there is no checkpoint of a run.</exception>
    public static CheckpointFile TakeTogether(CheckpointOptions options, PruningOptions run, nn.Module model)
    {
        if (!run.Ranks.AreMany) return Take(options, run, model);
        var taken = run.Ranks.IsFirst ? Take(options, run, model) : null;
        FileOfFirst? file = null;
        try
        {
            file = FileOfFirst.Take(taken?.Path ?? options.Path, run.Ranks);
            taken ??= new CheckpointFile(System.IO.Path.GetFullPath(options.Path), file is null ? null : SafetensorsFile.Open(file.Path));
            taken._copy = file;
            return taken;
        }
        catch
        {
            taken?.Dispose();
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Takes the place, and finds out before anything is trained whether a file can be written there.</summary>
    /// <exception cref="CheckpointException">It cannot, or another run uses it, or the file that is there cannot be opened.</exception>
    /// <exception cref="InvalidDataException">What is there is no checkpoint of a run.</exception>
    public static CheckpointFile Take(CheckpointOptions options, PruningOptions run, nn.Module model)
    {
        var path = options.Path;
        SafetensorsFile? open = null;
        CheckpointFile? taken = null;
        try
        {
            path = WholeFile.PlaceFor(options.Path);
            if (System.IO.File.Exists(path)) open = SafetensorsFile.Open(path);
            taken = new CheckpointFile(path, open);
            // The result of a complete run can be had of a disk that is full or read-only.
            if (taken.Manifest?.IsComplete(run) == true) return taken;
            taken._lock = FileLock.Take(path) ?? throw new CheckpointException(
                path, $"another run uses it ('{path}.lock' is open). Wait for that run, or give this one another path.");
            // The weights will be in it, and more: what is too much for the disk now is too much later.
            WholeFile.Try(path, ModelTensors.List(model, []).Sum(t => t.Tensor.numel() * t.Tensor.element_size()));
            return taken;
        }
        catch (Exception failure)
        {
            taken?.Dispose();
            open?.Dispose();
            if (failure is CheckpointException or not (IOException or UnauthorizedAccessException)) throw;
            throw new CheckpointException(path, failure.Message, taken?.Place, failure);
        }
    }

    public void Dispose()
    {
        File?.Dispose();
        _copy?.Dispose();
        _lock?.Dispose();
    }
}
