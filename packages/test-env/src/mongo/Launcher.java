import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.h2.mvstore.MVStore;

/**
 * Runs mongo-java-server for tests. Arguments: the file of the store, the port (0 takes a free one). Says "listening PORT" once it does,
 * and ends when its standard input does.
 */
public final class Launcher {
    private static final MongoVersion MONGO_4_4 = new MongoVersion() {
        @Override
        public List<Integer> getVersionArray() {
            return List.of(4, 4, 0, 0);
        }

        @Override
        public int getWireVersion() {
            return 9;
        }
    };
    /** Each connection's thread waits for its commit: as many wait for the same one. */
    private static final int CONNECTION_THREADS = 32;

    /** Answers only what is in the file, as a server with journal and majority concern does: killed at any moment, it has lost nothing answered. */
    private static final class Durable extends H2Backend {
        private static final Set<String> OF_MONITORS = Set.of("hello", "ismaster", "ping");
        private final MVStore store;
        private final Object documents = new Object();
        private final Object commits = new Object();
        private long handled;
        private long committed;

        Durable(MVStore store) {
            super(store);
            this.store = store;
        }

        @Override
        public Document handleMessage(MongoMessage message) {
            // A driver's monitor does not wait behind a long write, as it does not at MongoDB.
            if (OF_MONITORS.contains(message.getDocument().keySet().iterator().next().toLowerCase(Locale.ROOT)))
                return super.handleMessage(message);
            Document answer;
            long mine;
            // One at a time, and the answer a copy: documents are changed in place, and a commit in the midst of one would store half of it.
            synchronized (documents) {
                try {
                    answer = super.handleMessage(message).cloneDeeply();
                } finally {
                    mine = ++handled;
                }
            }
            commit(mine);
            return answer;
        }

        /** One commit for all that wait. */
        private void commit(long mine) {
            synchronized (commits) {
                if (committed >= mine) return;
                synchronized (documents) {
                    committed = handled;
                    if (store.hasUnsavedChanges()) store.commit();
                }
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        // Without its timer the store writes in the thread that commits, not in one behind it.
        MVStore store = new MVStore.Builder().fileName(arguments[0]).autoCommitDisabled().open();
        Durable backend = new Durable(store);
        backend.version(MONGO_4_4);
        MongoServer server = new MongoServer(backend);
        server.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[1])), 1, CONNECTION_THREADS);
        System.out.println("listening " + server.getLocalAddress().getPort());
        // Whoever started it is gone when its end of the pipe is.
        while (System.in.read() >= 0) continue;
        server.shutdownNow();
        System.exit(0);
    }
}
