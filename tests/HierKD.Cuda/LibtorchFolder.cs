using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace HierKD.Cuda;

/// <summary>A folder with libtorch: a PyTorch wheel's, an unpacked libtorch, or one with libraries alone.</summary>
/// <param name="Folder">The folder that was named.</param>
/// <param name="Libraries">The folder of the libraries.</param>
/// <param name="Version">What it says of its version, as in <c>2.10.0+cu128</c>; <see langword="null"/> if it says nothing.</param>
internal sealed partial record LibtorchFolder(string Folder, string Libraries, string? Version)
{
    // Each needs those before it; the first brings a wheel's CUDA libraries.
    private static readonly string[] Names = [
        "libtorch_global_deps.so", "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"
    ];

    /// <summary>Whether it is a wheel, which a Python can import.</summary>
    public bool IsWheel => File.Exists(Path.Combine(Folder, "__init__.py"));

    /// <summary>The Python that a wheel lies under, as in a virtual environment; null if it is not there.</summary>
    public string? Python =>
        IsWheel && Path.GetFullPath(Path.Combine(Folder, "..", "..", "..", "..", "bin", "python3")) is var file && File.Exists(file)
            ? file
            : null;

    /// <exception cref="DirectoryNotFoundException">There is no libtorch.</exception>
    public static LibtorchFolder Find(string folder)
    {
        var libraries = new[] { Path.Combine(folder, "lib"), folder }.FirstOrDefault(f => File.Exists(Path.Combine(f, "libtorch_cpu.so")))
            ?? throw new DirectoryNotFoundException(
                $"There is no libtorch in '{folder}': neither it nor its folder lib has libtorch_cpu.so. Name the folder torch of a " +
                "PyTorch wheel, as `python3 -c 'import torch; print(torch.__path__[0])'` prints it.");
        return new(Path.GetFullPath(folder), Path.GetFullPath(libraries), VersionIn(folder));
    }

    /// <summary>Fails if it does not fit.</summary>
    /// <param name="wanted">The version that TorchSharp was built for.</param>
    /// <param name="cuda">Whether it is to compute on a GPU.</param>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public void Require(string wanted, bool cuda)
    {
        if (Version is not null && MajorMinor(Version) != MajorMinor(wanted))
        {
            throw new InvalidDataException(
                $"'{Folder}' is torch {Version}, and this TorchSharp was built for {wanted}: their interfaces differ. Install " +
                $"torch {MajorMinor(wanted)} beside it (`python3 -m venv v && v/bin/pip install torch=={wanted}`) and name its folder.");
        }
        // The name of a function that takes a string, as libstdc++ has named strings since 2015.
        if (!Holds("libc10.so", "_ZN3c105ErrorC1ENS_14SourceLocationENSt7__cxx1112basic_string"u8))
        {
            throw new InvalidDataException(
                $"'{Folder}' was built with the C++ interface from before 2015 (_GLIBCXX_USE_CXX11_ABI=0), and TorchSharp with the newer " +
                "one. Take a wheel for manylinux_2_28 or a libtorch called cxx11-abi.");
        }
        if (cuda && !File.Exists(Path.Combine(Libraries, "libtorch_cuda.so")))
        {
            throw new InvalidDataException(
                $"'{Folder}' is a torch without CUDA: it has no libtorch_cuda.so. Take a wheel whose version " +
                "ends with +cu and a number, or --device cpu.");
        }
    }

    /// <summary>Loads the libraries, so that TorchSharp's own finds them there when it is loaded.</summary>
    /// <exception cref="InvalidDataException">One does not load.</exception>
    public void Load()
    {
        foreach (var path in Names.Select(n => Path.Combine(Libraries, n)).Where(File.Exists))
        {
            try
            {
                NativeLibrary.Load(path);
            }
            catch (DllNotFoundException failure)
            {
                throw new InvalidDataException(
                    $"'{path}' does not load. A wheel needs the packages that pip installs with it (nvidia-*), and CUDA a driver. " +
                    failure.Message, failure);
            }
        }
    }

    // A wheel's folder has the first, an unpacked libtorch the second; the folder of the libraries lies below.
    private static string? VersionIn(string folder)
    {
        string[] places = [folder, Path.Combine(folder, "..")];
        if (places.Select(p => Path.Combine(p, "version.py")).FirstOrDefault(File.Exists) is { } python)
        {
            return PythonVersion().Match(File.ReadAllText(python)) is { Success: true } match ? match.Groups[1].Value : null;
        }
        return places.Select(p => Path.Combine(p, "build-version")).FirstOrDefault(File.Exists) is { } build
            ? File.ReadAllText(build).Trim()
            : null;
    }

    private static string MajorMinor(string version) => string.Join('.', version.Split('.').Take(2));

    private bool Holds(string library, ReadOnlySpan<byte> text) =>
        Path.Combine(Libraries, library) is var path && File.Exists(path) && File.ReadAllBytes(path).AsSpan().IndexOf(text) >= 0;

    [GeneratedRegex("""__version__\s*=\s*['"]([^'"]+)['"]""")]
    private static partial Regex PythonVersion();
}
