// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSerializer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import javax.jws.WebMethod;
import javax.xml.bind.JAXBElement;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.soap.SOAPFault;
import javax.xml.ws.soap.SOAPFaultException;
import kimai.ActiveRecordingChange;
import kimai.ExpenseChange;
import kimai.Kimai;
import kimai.KimaiService;
import kimai.TimesheetChange;

/** JAX-WS with the classes that wsimport makes: Client ENDPOINT DESCRIPTION */
public class Client {
    private static final JsonSerializer<JAXBElement<?>> NULLABLE =
        (element, type, context) -> context.serialize(element.getValue());
    private static final Gson GSON = new GsonBuilder()
                                         .serializeNulls()
                                         .disableHtmlEscaping()
                                         .setFieldNamingStrategy(Client::nameInSchema)
                                         .registerTypeAdapter(JAXBElement.class, NULLABLE)
                                         .create();

    private final Kimai kimai;

    Client(String description) throws Exception {
        kimai = new KimaiService(new URL(description)).getKimaiPort();
    }

    private static String nameInSchema(Field field) {
        XmlElement element = field.getAnnotation(XmlElement.class);
        return element == null || element.name().equals("##default") ? field.getName() : element.name();
    }

    private static String text(JsonObject values, String name) {
        return values.get(name).getAsString();
    }

    private static Long number(JsonObject values, String name) {
        JsonElement value = values.get(name);
        return value.isJsonNull() ? null : value.getAsLong();
    }

    /** The classes have a member for each of the record's. */
    private static <T> T record(JsonObject values, Class<T> type) {
        return GSON.fromJson(values.get("record"), type);
    }

    private Object call(String method, JsonObject a) {
        String key = a.has("apiKey") ? text(a, "apiKey") : null;
        return switch (method) {
            case "authenticate" -> kimai.authenticate(text(a, "username"), text(a, "password"));
            case "getVersion" -> kimai.getVersion();
            case "startRecord" -> kimai.startRecord(key, number(a, "projectId"), number(a, "activityId"));
            case "stopRecord" -> kimai.stopRecord(key, number(a, "entryId"));
            case "getUsers" -> kimai.getUsers(key);
            case "getCustomers" -> kimai.getCustomers(key);
            case "getProjects" -> kimai.getProjects(key, a.get("includeTasks").getAsBoolean());
            case "getTasks" -> kimai.getTasks(key, number(a, "projectId"));
            case "getActiveRecording" -> kimai.getActiveRecording(key);
            case "updateActiveRecording" -> kimai.updateActiveRecording(key, record(a, ActiveRecordingChange.class));
            case "getTimesheet" -> kimai.getTimesheet(
                key, text(a, "from"), text(a, "to"), number(a, "cleared"), number(a, "start"), number(a, "limit"));
            case "getTimesheetRecord" -> kimai.getTimesheetRecord(key, number(a, "id"));
            case "setTimesheetRecord" ->
                kimai.setTimesheetRecord(key, record(a, TimesheetChange.class), a.get("doUpdate").getAsBoolean());
            case "removeTimesheetRecord" -> kimai.removeTimesheetRecord(key, number(a, "id"));
            case "getExpenses" -> kimai.getExpenses(key, text(a, "from"), text(a, "to"), number(a, "refundable"),
                number(a, "cleared"), number(a, "start"), number(a, "limit"));
            case "getExpenseRecord" -> kimai.getExpenseRecord(key, number(a, "id"));
            case "setExpenseRecord" ->
                kimai.setExpenseRecord(key, record(a, ExpenseChange.class), a.get("doUpdate").getAsBoolean());
            case "removeExpenseRecord" -> kimai.removeExpenseRecord(key, number(a, "id"));
            default -> throw new IllegalArgumentException(method);
        };
    }

    private Map<String, Object> answer(JsonObject request) {
        try {
            if (request.has("fault")) return Map.of("result", kimai.getUsers(null));
            return Map.of("result", call(request.get("method").getAsString(), request.getAsJsonObject("arguments")));
        } catch (SOAPFaultException thrown) {
            SOAPFault fault = thrown.getFault();
            return Map.of("fault", Map.of("code", fault.getFaultCode(), "text", fault.getFaultString()));
        } catch (RuntimeException error) {
            return Map.of("error", error.toString());
        }
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Client client = new Client(arguments[1]);
        long operations =
            Arrays.stream(Kimai.class.getMethods()).filter(m -> m.isAnnotationPresent(WebMethod.class)).count();
        out.println(GSON.toJson(Map.of("operations", operations)));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null;) {
            out.println(GSON.toJson(client.answer(JsonParser.parseString(line).getAsJsonObject())));
        }
    }
}
