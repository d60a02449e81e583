using System.CommandLine;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Loader;

namespace HierKD.Tests.Samples;

/// <summary>The command line of a program of this repository, as its built assembly makes it.</summary>
internal static class ProgramCommandLine
{
    /// <summary>Why the programs cannot be asked; <see langword="null"/> if they can.</summary>
    public static string? Lacks => Environment.Version.Major >= 10 ? null : "the programs are built for .NET 10";

    /// <summary>The command line of a project, whose actions do nothing.</summary>
    /// <param name="project">Its folder, with slashes.</param>
    public static RootCommand Of(string project)
    {
        var create = AssemblyOf(project).GetTypes().Single(t => t.Name == "CommandLine")
            .GetMethod("Create", BindingFlags.Public | BindingFlags.Static)!;
        return (RootCommand)create.Invoke(null, [.. create.GetParameters().Select(p => Nothing(p.ParameterType))])!;
    }

    /// <summary>The names of the options of a command and of all below it, but for those that every command has.</summary>
    public static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.Select(o => o.Name).Except(["--help", "--version"]).Concat(command.Subcommands.SelectMany(OptionsOf)).Distinct();

    private static Assembly AssemblyOf(string project)
    {
        var folder = RepositoryFolder.Find(project.Split('/'));
        var name = Path.GetFileNameWithoutExtension(Directory.GetFiles(folder, "*.csproj").Single());
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return new Programs(Path.Combine(folder, "bin", configuration, "net10.0", $"{name}.dll")).Main;
    }

    private static Delegate Nothing(Type function)
    {
        var invoke = function.GetMethod("Invoke")!;
        return Expression.Lambda(
            function, Expression.Default(invoke.ReturnType), invoke.GetParameters().Select(p => Expression.Parameter(p.ParameterType)))
            .Compile();
    }

    /// <summary>Takes from here what is here, so that both sides speak of the same types, and the rest from beside the program.</summary>
    private sealed class Programs : AssemblyLoadContext
    {
        private readonly AssemblyDependencyResolver _beside;

        public Programs(string file)
        {
            _beside = new(file);
            Main = LoadFromAssemblyPath(file);
        }

        public Assembly Main { get; }

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            try
            {
                return Default.LoadFromAssemblyName(assemblyName);
            }
            catch (FileNotFoundException)
            {
                return _beside.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
            }
        }
    }
}
